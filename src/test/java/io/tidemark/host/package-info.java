/** An application as a user would write it: an entity of its own, EJBs, CDI beans and a servlet that record what they do. */
@NullMarked
package io.tidemark.host;

import org.jspecify.annotations.NullMarked;
