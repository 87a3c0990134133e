/** The promises, proved on running servers. */
@NullMarked
package io.tidemark.acceptance;

import org.jspecify.annotations.NullMarked;
