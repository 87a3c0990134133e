package io.tidemark.capture;

import org.jspecify.annotations.Nullable;

/**
 * A place that was left: what was known there, whatever thread tells of it.
 *
 * @param request what it belonged to
 */
record Past(RequestContext context, @Nullable Refusable request) implements Place {
    static Past of(RequestContext context, @Nullable Place place) {
        return new Past(context, place == null ? null : place.request());
    }
}
