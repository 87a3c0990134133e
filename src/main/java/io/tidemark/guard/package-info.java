/** Who may still read: revocations, sessions, the check of each request. */
@NullMarked
package io.tidemark.guard;

import org.jspecify.annotations.NullMarked;
