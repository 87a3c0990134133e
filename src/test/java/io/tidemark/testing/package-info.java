/** What the tests are made of: servers, readers, tokens. */
@NullMarked
package io.tidemark.testing;

import org.jspecify.annotations.NullMarked;
