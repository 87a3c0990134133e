/** The application that is measured: it does its work inside the server, so that no HTTP is measured with it. */
@NullMarked
package io.tidemark.bench.host;

import org.jspecify.annotations.NullMarked;
