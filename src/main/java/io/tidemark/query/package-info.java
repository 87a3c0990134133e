/** Reading the log page by page. */
@NullMarked
package io.tidemark.query;

import org.jspecify.annotations.NullMarked;
