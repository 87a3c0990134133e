package io.tidemark.capture;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a thread's events come from. */
interface Place {
    /** What is known there now: a caller may log in while a request runs. */
    RequestContext context();

    /** The request that it belongs to, if it was refused or may be. */
    default @Nullable Refusable request() {
        return null;
    }

    /** Those of the request. */
    default Map<String, List<String>> headers() {
        return Map.of();
    }

    /** The same place, running an audited operation. */
    default Place running(String operation) {
        Place outer = this;
        return new Place() {
            @Override
            public RequestContext context() {
                return outer.context().running(operation);
            }

            @Override
            public @Nullable Refusable request() {
                return outer.request();
            }

            @Override
            public Map<String, List<String>> headers() {
                return outer.headers();
            }
        };
    }
}
