/** Benchmarks: what the product does, beside what could be had without it, measured in the same run. */
@NullMarked
package io.tidemark.bench;

import org.jspecify.annotations.NullMarked;
