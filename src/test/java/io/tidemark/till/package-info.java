/** An application inside the audit server, with operations that can be replayed. */
@NullMarked
package io.tidemark.till;

import org.jspecify.annotations.NullMarked;
