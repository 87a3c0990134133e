/** A data source whose second phase can be held. */
@NullMarked
package io.tidemark.host.held;

import org.jspecify.annotations.NullMarked;
