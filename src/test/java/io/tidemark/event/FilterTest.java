package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    private static final AuditEvent EVENT = AuditEvent.of("role_grant_create")
            .account("alice")
            .target("bob")
            .operation("RoleGrants.create")
            .occurredAt(Instant.parse("2026-01-02T03:04:05Z"))
            .actor(new Actor("user", "Alice ÄÖ", null, null, null))
            .metadata(
                    Metadata.parse(
                            "{\"a\":{\"b\":12,\"c\":null},\"n\":1.50,\"s\":\"12\",\"t\":true,\"x.y\":\"q\\\"\",\"list\":[1,{\"k\":1}]}"))
            .build();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "eventType, role_grant_*, true",
                "eventType, role_grant_create, true",
                "eventType, role_grant, false",
                "outcome, success, true",
                "outcome, failure, false",
                "account, alice, true",
                "account, bob, true",
                "account, carol, false",
                "operation, RoleGrants.create, true",
                "operation, rolegrants.create, false",
                "q, GRANTS, true",
                "q, alice ä, false",
                "q, Ä, true",
                "q, %, false",
                "from, 2026-01-02T03:04:05Z, true",
                "from, 2026-01-02T03:04:05.000001Z, false",
                "to, 2026-01-02T03:04:05Z, false",
                "to, 2026-01-02T04:04:06+01:00, true",
                "metadata.a.b, 12, true",
                "metadata.a.b, 12.0, true",
                "metadata.a.b, '\"12\"', false",
                "metadata.a.c, null, true",
                "metadata.a.d, null, false",
                "metadata.n, 1.5, true",
                "metadata.s, 12, false",
                "metadata.s, '\"12\"', true",
                "metadata.t, true, true",
                "metadata.t, '\"true\"', false",
                "metadata.a, 12, false",
                "metadata.list, 1, false",
                "metadata.list.k, 1, false",
                "'metadata.\"x.y\"', 'q\"', true",
                "has, actor, true",
                "has, ip, false",
                "has, metadata.a.c, true",
                "has, metadata.a.b.z, false",
                "has, metadata.list.k, false",
                "has, 'metadata.\"x.y\"', true"
            })
    void matchesWhatItSays(String name, String value, boolean matches) {
        Filter filter = Filter.of(Map.of(name, List.of(value)));

        assertThat(filter.matches(EVENT, false)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "eventType, 1a, pattern",
                "eventType, a b, pattern",
                "eventType, a*b, pattern",
                "outcome, maybe, enum",
                "has, seq, enum",
                "has, metadata., path",
                "has, request., path",
                "has, error, enum",
                "request., 1, path",
                "response.a..b, 1, path",
                "request.a, '\"open', json",
                "from, yesterday, time",
                "from, 2026-01-02T03:04:05, time",
                "to, +12026-01-02T03:04:05Z, time",
                "metadata., 1, path",
                "metadata.a..b, 1, path",
                "metadata.a., 1, path",
                "'metadata.\"a', 1, path",
                "'metadata.\"a\"b', 1, path",
                "metadata.a, '\"open', json",
                "account, '', empty"
            })
    void refusesAMalformedValueAndNamesTheRule(String name, String value, String rule) {
        assertThatThrownBy(() -> Filter.of(Map.of(name, List.of(value))))
                .isInstanceOfSatisfying(InvalidFilter.class, refused -> {
                    assertThat(refused.parameter()).isEqualTo(name);
                    assertThat(refused.rule()).isEqualTo(rule);
                });
    }

    @Test
    void refusesARepeatedParameterUnlessItMayRepeat() {
        assertThatThrownBy(() -> Filter.of(Map.of("account", List.of("a", "b"))))
                .isInstanceOfSatisfying(
                        InvalidFilter.class,
                        refused -> assertThat(refused.rule()).isEqualTo("repeated"));
        assertThat(Filter.of(Map.of("eventType", List.of("login", "role_grant_create")))
                        .matches(EVENT, false))
                .isTrue();
        assertThat(Filter.of(Map.of("has", List.of("actor", "ip"))).matches(EVENT, false))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "has, payload, false",
        "has, request, true",
        "has, response, true",
        "has, request.a.b, true",
        "has, response.a, true",
        "request.a, 12, true",
        "response.a, x, true"
    })
    void knowsThatOnlyThePayloadCanTell(String name, String value, boolean readsPayload) {
        Filter filter = Filter.of(Map.of(name, List.of(value)));

        assertThat(filter.matches(EVENT, false)).as("without a payload").isFalse();
        assertThat(filter.matches(EVENT, true)).as("with one").isTrue();
        assertThat(filter.readsPayload()).isEqualTo(readsPayload);
        assertThat(Filter.of(Map.of(name, List.of(value), "account", List.of("nobody")))
                        .matches(EVENT, true))
                .isFalse();
        assertThat(Filter.of(Map.of("metadata.a.b", List.of("1"))).readsPayload())
                .isFalse();
    }

    @Test
    void knowsItsParameters() {
        assertThat(List.of("q", "has", "from", "metadata.a", "traceId", "request.a", "response.a.b"))
                .allMatch(Filter::isParameter);
        assertThat(List.of("limit", "after", "metadata", "request", "error.a", "Q"))
                .noneMatch(Filter::isParameter);
    }

    @Test
    void saysItselfAsAQueryStringThatMeansTheSame() {
        Map<String, List<String>> parameters = Map.of(
                "metadata.\"x.y\"", List.of("q\""),
                "metadata.s", List.of("\"12\""),
                "has", List.of("metadata.a.c", "payload", "request", "response.b"),
                "request.\"x.y\"", List.of("12"));

        assertThat(Filter.of(parameters).toString())
                .isEqualTo("has=metadata.a.c&has=payload&has=request&has=response.b"
                        + "&metadata.\"x.y\"=\"q\\\"\"&metadata.s=\"12\"&request.\"x.y\"=12");
        assertThat(Filter.ALL.toString()).isEmpty();
    }
}
