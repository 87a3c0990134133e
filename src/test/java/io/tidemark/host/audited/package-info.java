/** A bank that records by annotation, by configuration and by recorder: beans, EJBs, resources and servlets. */
@NullMarked
package io.tidemark.host.audited;

import org.jspecify.annotations.NullMarked;
