/** Reading the log: page by page, as a file, as numbers. */
@NullMarked
package io.tidemark.query;

import org.jspecify.annotations.NullMarked;
