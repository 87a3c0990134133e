/** Mistakes that an application can make. */
@NullMarked
package io.tidemark.host.wrong;

import org.jspecify.annotations.NullMarked;
