@NullMarked
package io.tidemark.capture;

import org.jspecify.annotations.NullMarked;
