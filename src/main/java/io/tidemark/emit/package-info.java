/** The way in: {@link io.tidemark.emit.AuditEmitter} and what stands behind it. */
@NullMarked
package io.tidemark.emit;

import org.jspecify.annotations.NullMarked;
