/**
 * What an application records without emitting: {@link io.tidemark.capture.Audited} operations, what goes into them and comes
 * out, redacted; the context of requests; who was denied.
 */
@NullMarked
package io.tidemark.capture;

import org.jspecify.annotations.NullMarked;
