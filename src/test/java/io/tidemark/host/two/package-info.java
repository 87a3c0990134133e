/** The application with its business in another data source: two resources in one transaction. */
@NullMarked
package io.tidemark.host.two;

import org.jspecify.annotations.NullMarked;
