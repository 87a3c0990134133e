/** What {@code mvn} starts beside the server: the embedded PostgreSQL. */
@NullMarked
package io.tidemark.dev;

import org.jspecify.annotations.NullMarked;
