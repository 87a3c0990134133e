package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {
    private static final String EMOJI = "😀";

    /** Sets one member of text. */
    interface Setter extends BiFunction<AuditEventBuilder, String, AuditEventBuilder> {}

    static Stream<Arguments> texts() {
        return Stream.of(
                text("eventVersion", 255, AuditEventBuilder::eventVersion),
                text("service", 255, AuditEventBuilder::service),
                text("operation", 255, AuditEventBuilder::operation),
                text("source", 255, AuditEventBuilder::source),
                text("nodeId", 255, AuditEventBuilder::nodeId),
                text("accountId", 255, AuditEventBuilder::account),
                text("actorId", 255, AuditEventBuilder::actor),
                text("targetAccountId", 255, AuditEventBuilder::target),
                text("targetActorId", 255, AuditEventBuilder::targetActor),
                text("actor.type", 255, (e, s) -> e.actor(new Actor(s, null, null, null, null))),
                text("actor.displayName", 255, (e, s) -> e.actor(new Actor(null, s, null, null, null))),
                text("actor.email", 320, (e, s) -> e.actor(new Actor(null, null, s, null, null))),
                text("actor.clientId", 255, (e, s) -> e.actor(new Actor(null, null, null, s, null))),
                text("actor.realm", 255, (e, s) -> e.actor(new Actor(null, null, null, null, s))),
                text("target.type", 255, (e, s) -> e.target(new Target(s, null, null))),
                text("target.id", 255, (e, s) -> e.target(new Target(null, s, null))),
                text("target.name", 255, (e, s) -> e.target(new Target(null, null, s))),
                text("errorCode", 255, AuditEventBuilder::errorCode),
                text("errorMessage", 1_024, AuditEventBuilder::errorMessage),
                text("ip", 255, AuditEventBuilder::ip),
                text("userAgent", 1_024, AuditEventBuilder::userAgent),
                text("sessionId", 255, AuditEventBuilder::session),
                text("requestId", 255, AuditEventBuilder::requestId),
                text("traceId", 255, AuditEventBuilder::traceId));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void holdsAsManyCharactersAsTheLimitAndNoMore(String field, int limit, Setter set) {
        set.apply(AuditEvent.of("login"), "x".repeat(limit)).build();
        set.apply(AuditEvent.of("login"), EMOJI.repeat(limit)).build();

        refused(
                field,
                "length",
                () -> set.apply(AuditEvent.of("login"), "x".repeat(limit + 1)).build());
        refused(
                field,
                "length",
                () -> set.apply(AuditEvent.of("login"), EMOJI.repeat(limit) + "x")
                        .build());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void refusesNulAndLoneSurrogates(String field, int limit, Setter set) {
        refused(field, "nul", () -> set.apply(AuditEvent.of("login"), "a\0b").build());
        refused(
                field,
                "unicode",
                () -> set.apply(AuditEvent.of("login"), "a\ud83d").build());
        refused(
                field,
                "unicode",
                () -> set.apply(AuditEvent.of("login"), "\ude00b").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "role_grant_revoke", "a.b/c-d_E9", "a/", "a--"})
    void takesWellFormedTypes(String name) {
        assertThat(AuditEvent.of(name).build().eventType()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1a", "_a", ".a", "/a", "-a", "a b", "a:b", "ä", "aä", "a\n", "\na", "a\0", "a😀", "a*"
            })
    void refusesMalformedTypes(String name) {
        refused("eventType", "pattern", () -> AuditEvent.of(name).build());
    }

    @Test
    void takesTypesOf128CharactersAndNoMore() {
        AuditEvent.of("a".repeat(128)).build();

        refused("eventType", "pattern", () -> AuditEvent.of("a".repeat(129)).build());
    }

    @Test
    void liesInTheYears1To9999() {
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");

        assertThat(at(first).occurredAt()).isEqualTo(first);
        assertThat(at(last).occurredAt()).isEqualTo(last);
        refused("occurredAt", "range", () -> at(first.minusNanos(1)));
        refused("occurredAt", "range", () -> at(last.plusNanos(1_000)));
        refused("occurredAt", "range", () -> at(Instant.MIN));
        refused("occurredAt", "range", () -> at(Instant.MAX));
    }

    @Test
    void keepsMicroseconds() {
        assertThat(at(Instant.parse("2026-11-21T22:10:11.123456999Z")).occurredAt())
                .isEqualTo(Instant.parse("2026-11-21T22:10:11.123456Z"));
        assertThat(at(Instant.parse("1969-12-31T23:59:59.999999999Z")).occurredAt())
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void refusesANegativeDuration() {
        assertThat(AuditEvent.of("login").durationMs(0L).build().durationMs()).isZero();
        refused(
                "durationMs",
                "range",
                () -> AuditEvent.of("login").durationMs(-1L).build());
        refused(
                "durationMs",
                "range",
                () -> AuditEvent.of("login").duration(Duration.ofMillis(-1)).build());
    }

    @Test
    void keepsWholeMilliseconds() {
        assertThat(AuditEvent.of("login")
                        .duration(Duration.ofNanos(12_999_999))
                        .build()
                        .durationMs())
                .isEqualTo(12);
    }

    @Test
    void succeedsInVersion1AndHasNothingElseUnlessTold() {
        AuditEvent event = AuditEvent.of("login").build();

        assertThat(event.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(event.eventVersion()).isEqualTo("1.0");
        assertThat(members(event)).containsExactly("login", "1.0", Outcome.SUCCESS);
    }

    @Test
    void failsWithCategoryCodeAndMessage() {
        AuditEvent event = AuditEvent.of("login")
                .failed(ErrorCategory.AUTHN, "bad_password", "Wrong password")
                .build();

        assertThat(members(event))
                .containsExactly(
                        "login", "1.0", Outcome.FAILURE, "bad_password", "Wrong password", ErrorCategory.AUTHN);
    }

    @Test
    void addsMembersToMetadataThatWasThereBefore() {
        AuditEvent event = AuditEvent.of("login")
                .metadata(Metadata.parse("{ }"))
                .metadata("a", 1)
                .metadata("b\"}", List.of(2))
                .metadata("a", "x")
                .metadata("c", null)
                .build();

        assertThat(event.metadata())
                .isNotNull()
                .extracting(Metadata::json)
                .isEqualTo("{\"a\":\"x\",\"b\\\"}\":[2],\"c\":null}");
        assertThat(event.toBuilder().metadata("a", 3).metadata("d", 4).build().metadata())
                .isEqualTo(Metadata.parse("{\"a\":3,\"b\\\"}\":[2],\"c\":null,\"d\":4}"));
    }

    @Test
    void addsMetadataMemberByMember() {
        AuditEvent event = AuditEvent.of("login")
                .metadata("b", 1)
                .metadata("a", null)
                .metadata("b", "x")
                .build();

        assertThat(event.metadata()).isEqualTo(Metadata.parse("{\"b\":\"x\",\"a\":null}"));
    }

    @Test
    void survivesItsBuilder() {
        AuditEvent event = full();

        assertThat(members(event)).hasSize(AuditEvent.class.getRecordComponents().length);
        assertThat(event.toBuilder().build()).isEqualTo(event);
        assertThat(event.toBuilder().account("other").build().accountId()).isEqualTo("other");
    }

    @Test
    void leaksNothingButTypeAndIdWhenPrinted() {
        assertThat(full()).hasToString("role_grant_revoke 0199c2f0-0000-7000-8000-000000000001");
    }

    @Test
    void leaksNoValueWhenRefused() {
        assertThatThrownBy(() -> AuditEvent.of("se cret").build()).message().doesNotContain("se cret");
        assertThatThrownBy(() -> AuditEvent.of("login").ip("secret\0").build())
                .message()
                .doesNotContain("secret");
    }

    /** Every member set, each to something else. */
    static AuditEvent full() {
        return AuditEvent.of("role_grant_revoke")
                .id(UUID.fromString("0199c2f0-0000-7000-8000-000000000001"))
                .eventVersion("1.1")
                .failed(ErrorCategory.AUTHZ, "no_right", "Not allowed")
                .occurredAt(Instant.parse("2026-11-21T22:10:11.123456Z"))
                .service("accounts")
                .operation("RoleGrants.revoke")
                .source("app")
                .nodeId("node-1")
                .account("admin1")
                .actor("actor1")
                .target("auditor2")
                .targetActor("actor2")
                .actor(new Actor("user", "Admin One", "admin1@example.org", "console", "main"))
                .target(new Target("role_grant", "g1", "Auditor of A"))
                .ip("203.0.113.7")
                .userAgent("curl/8")
                .session("5f0d")
                .requestId("r1")
                .traceId("4bf92f3577b34da6a3ce929d0e0e4736")
                .durationMs(12L)
                .metadata("role", "audit-reader")
                .replayedFrom(UUID.fromString("0199c2f0-0000-7000-8000-000000000002"))
                .build();
    }

    private static Stream<Object> members(AuditEvent event) {
        return Stream.of(AuditEvent.class.getRecordComponents()).<Object>mapMulti((component, values) -> {
            try {
                Object value = component.getAccessor().invoke(event);
                if (value != null) values.accept(value);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        });
    }

    private static AuditEvent at(@Nullable Instant time) {
        return AuditEvent.of("login").occurredAt(time).build();
    }

    private static Arguments text(String field, int limit, Setter set) {
        return arguments(field, limit, set);
    }

    private static void refused(String field, String rule, ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(type(InvalidEvent.class)).satisfies(e -> {
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.rule()).isEqualTo(rule);
            assertThat(e.getMessage()).startsWith(field + " ");
        });
    }
}
