/** The only room that knows JPA and SQL: appends to the inbox, gives positions, reads the log. */
@NullMarked
package io.tidemark.store;

import org.jspecify.annotations.NullMarked;
