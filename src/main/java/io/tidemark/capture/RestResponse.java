package io.tidemark.capture;

import jakarta.ws.rs.core.Response;

/** What a resource method answers. Apart from others, because a host may lack JAX-RS: loaded when there is an answer. */
final class RestResponse {
    private RestResponse() {}

    /** Its status and what it carries. */
    static void write(Object value, Graph graph) {
        Response response = (Response) value;
        graph.member("status", response.getStatus());
        if (response.hasEntity()) graph.member("entity", response.getEntity());
    }
}
