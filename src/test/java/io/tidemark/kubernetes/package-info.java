/** What {@code k8s} holds: rendered, parsed by type, and compared with the server, its README and its image. */
@NullMarked
package io.tidemark.kubernetes;

import org.jspecify.annotations.NullMarked;
