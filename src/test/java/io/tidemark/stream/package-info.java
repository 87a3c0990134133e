/** What is sent to whom, without a server. */
@NullMarked
package io.tidemark.stream;

import org.jspecify.annotations.NullMarked;
