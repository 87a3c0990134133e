/** The least that is audited: an application with one method, and the lines of the README for its first event. */
@NullMarked
package io.tidemark.first;

import org.jspecify.annotations.NullMarked;
