package io.tidemark.acceptance;

import io.tidemark.testing.Api;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A client of the application of {@code io.tidemark.host}. */
record Host(URI base) {
    /** Runs an operation; its answer has either {@code result} or {@code thrown}, the chain of causes. */
    JsonNode run(String operation, String... parameters) {
        var query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&').append(parameters[i]).append('=').append(encoded(parameters[i + 1]));
        }
        var answer = Api.of(base).post("do/" + operation + query);
        if (answer.status() != 200) throw new AssertionError(operation + ": " + answer);
        return answer.json();
    }

    /** Runs an operation that is to succeed; its result. */
    JsonNode call(String operation, String... parameters) {
        var answer = run(operation, parameters);
        if (answer.has("thrown")) throw new AssertionError(operation + ": " + answer);
        return answer.path("result");
    }

    long statistic(String name) {
        return call("statistics").path(name).asLong();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
