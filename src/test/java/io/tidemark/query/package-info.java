@NullMarked
package io.tidemark.query;

import org.jspecify.annotations.NullMarked;
