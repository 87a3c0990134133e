/** MicroProfile health checks and metrics. */
@NullMarked
package io.tidemark.health;

import org.jspecify.annotations.NullMarked;
