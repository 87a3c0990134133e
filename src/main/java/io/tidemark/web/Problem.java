package io.tidemark.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request: a problem document (RFC 9457). Immutable. */
final class Problem {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "https://tidemark.io/problems/";

    private final int status;
    private final String name;
    private final Map<String, Object> members;

    private Problem(int status, String name, Map<String, Object> members) {
        this.status = status;
        this.name = name;
        this.members = members;
    }

    static Problem of(int status, String name, String title, String detail) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPES + name);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        return new Problem(status, name, members);
    }

    static Problem parameter(String name, String rule, String detail) {
        return of(400, "invalid-parameter", "Invalid parameter", detail)
                .with("field", name)
                .with("rule", rule);
    }

    /** The same with one more member; absent if null. */
    Problem with(String member, @Nullable Object value) {
        if (value == null) return this;
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(status, name, more);
    }

    String name() {
        return name;
    }

    int status() {
        return status;
    }

    String json() {
        return Json.write(members);
    }

    Response response() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(json());
        Object retryAfter = members.get("retryAfter");
        if (retryAfter != null) response.header(HttpHeaders.RETRY_AFTER, retryAfter);
        if (status == 426) {
            response.header("Upgrade", Upgrade.PROTOCOL).header("Sec-WebSocket-Version", Upgrade.VERSION);
        }
        if (status == 401) response.header(HttpHeaders.WWW_AUTHENTICATE, challenge());
        return response.build();
    }

    /** RFC 6750, section 3. */
    private String challenge() {
        return name.equals("revoked") ? "Bearer error=\"invalid_token\"" : "Bearer";
    }
}
