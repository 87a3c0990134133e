package io.tidemark.testing;

import org.jspecify.annotations.Nullable;

/** The two ways to read the log live. */
public enum Transport {
    SSE("/api/v1/stream") {
        @Override
        LiveReader open(SseRequest request) {
            return request.open();
        }
    },
    WEBSOCKET("/api/v1/live") {
        @Override
        LiveReader open(SseRequest request) {
            return request.openSocket();
        }
    };

    private final String path;

    Transport(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    abstract LiveReader open(SseRequest request);

    /** From the head on. */
    public LiveReader read(Node node, String token) {
        return open(SseRequest.to(node, path + (this == SSE ? "" : "?last=0")).as(token));
    }

    /**
     * What the query asks for.
     *
     * @param after the last position that the reader has; null if it has none
     * @param receiveBuffer see {@link SseRequest}
     */
    public LiveReader read(Node node, String token, String query, @Nullable Long after, int receiveBuffer) {
        var request = this == SSE || after == null
                ? SseRequest.to(node, path + "?" + query)
                : SseRequest.to(node, path + "?" + query + (query.isEmpty() ? "" : "&") + "after=" + after);
        if (this == SSE && after != null) {
            request = request.lastEventId(after);
        }
        return open(request.as(token).receiveBuffer(receiveBuffer));
    }
}
