/** How long the log keeps what: whole partitions go by age, or early if two agree, and never under a legal hold. */
@NullMarked
package io.tidemark.retention;

import org.jspecify.annotations.NullMarked;
