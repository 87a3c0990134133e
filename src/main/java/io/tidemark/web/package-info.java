/** HTTP: JAX-RS resources, problem documents, the start of the server. */
@NullMarked
package io.tidemark.web;

import org.jspecify.annotations.NullMarked;
