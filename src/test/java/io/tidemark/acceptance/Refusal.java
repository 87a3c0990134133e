package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.Api;
import io.tidemark.testing.LiveReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a refused request must look like: a problem document (RFC 9457) that leaks nothing. */
record Refusal(int status, String contentType, String body) {

    static Refusal of(Api.Answer answer) {
        return new Refusal(answer.status(), answer.header("Content-Type"), answer.body());
    }

    static Refusal of(LiveReader reader) {
        return new Refusal(reader.status(), reader.header("Content-Type"), reader.text());
    }

    Refusal is(int expected, String name) {
        assertThat(status).as(body).isEqualTo(expected);
        assertThat(contentType).startsWith("application/problem+json");
        assertThat(text("type")).isEqualTo("https://tidemark.io/problems/" + name);
        assertThat(json().path("status").asInt()).isEqualTo(expected);
        assertThat(text("title")).isNotBlank();
        assertThat(text("detail")).isNotBlank();
        return leaksNothing();
    }

    Refusal names(String field, String rule) {
        assertThat(text("field")).as(body).isEqualTo(field);
        assertThat(text("rule")).as(body).isEqualTo(rule);
        return this;
    }

    Refusal has(String member, long value) {
        assertThat(json().path(member).asLong(-1)).as(body).isEqualTo(value);
        return this;
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    private String text(String member) {
        return json().path(member).asString("");
    }

    private Refusal leaksNothing() {
        assertThat(body)
                .doesNotContainIgnoringCase("exception")
                .doesNotContainIgnoringCase("postgres")
                .doesNotContainIgnoringCase("jackson")
                .doesNotContain("io.tidemark", "org.", "com.", "jakarta", "\tat ", "\\tat ", "\n", "\\n")
                .doesNotContainPattern("(?i)(insert into|select .* from|update .* set)")
                .doesNotContain("eyJ");
        return this;
    }
}
