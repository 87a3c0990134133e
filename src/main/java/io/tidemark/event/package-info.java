/** What an audit event is: its values, types and metadata schemas. Plain Java, no container. */
@NullMarked
package io.tidemark.event;

import org.jspecify.annotations.NullMarked;
