@NullMarked
package io.tidemark.trace;

import org.jspecify.annotations.NullMarked;
