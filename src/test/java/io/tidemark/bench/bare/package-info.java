/** An application with event streams as JAX-RS has them, without a log: what the benchmarks compare with. */
@NullMarked
package io.tidemark.bench.bare;

import org.jspecify.annotations.NullMarked;
