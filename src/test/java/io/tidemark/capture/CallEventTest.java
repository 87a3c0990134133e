package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallEventTest {
    private static final RequestContext TELLER =
            new RequestContext("alice", null, null, null, Set.of("teller", "guest"), null, null, null, null, null);

    @Test
    void tellsWhatTheRuleSays() {
        var event = event(call("place", order("bob"), 3), new Shop.Line("x")).succeeded();

        assertThat(event.eventType()).isEqualTo("login");
        assertThat(event.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(event.operation()).isEqualTo("Shop.place");
        assertThat(event.target()).hasToString("Target[type=account, id=bob, name=null]");
        assertThat(event.targetAccountId()).as("of an account").isEqualTo("bob");
        assertThat(event.durationMs()).isNotNull();
        assertThat(members(event)).isEqualTo(Map.of("id", 7, "vip", true, "article", "x", "roles", List.of("teller")));
    }

    @Test
    void tellsTheMutationAsItsTypeWantsIt() {
        var event = event(call("cancel", "late", order("bob")), null).succeeded();

        assertThat(event.targetAccountId()).isNull();
        assertThat(members(event)).isEqualTo(Map.of("mutation", "delete", "resourceType", "order", "resourceId", "7"));
    }

    @Test
    void tellsHowItFailed() {
        var failure = new Failure(ErrorCategory.AUTHZ, "NoMoney", "none left");

        var event = event(call("place", order("bob"), 3), null).failed(failure);

        assertThat(event.outcome()).isEqualTo(Outcome.FAILURE);
        assertThat(event.errorCategory()).isEqualTo(ErrorCategory.AUTHZ);
        assertThat(event.errorCode()).isEqualTo("NoMoney");
        assertThat(event.errorMessage()).isEqualTo("none left");
        assertThat(members(event)).containsKeys("id", "vip").doesNotContainKey("article");
    }

    @Test
    void neverRefusesACallForWhatItIsAbout() {
        var event = event(call("place", order("b\0b" + "x".repeat(300)), 3), new Shop.Line("x".repeat(100_000)))
                .succeeded();

        assertThat(Objects.requireNonNull(event.target()).id()).hasSize(255).startsWith("b b");
        assertThat(members(event).get("article")).asString().hasSize(1_024);
    }

    @Test
    void isAReplayWhenItWasBegunAsOne() {
        var original = UUID.randomUUID();
        var rule = Shop.rule("place");
        try (var replay = Replay.begin(rule, original)) {
            var other = new Call(Shop.rule("cancel"), new Object[] {"r", order("bob")}, TELLER, null);
            var first = new Call(rule, new Object[] {order("bob"), 3}, TELLER, null);
            var second = new Call(rule, new Object[] {order("bob"), 3}, TELLER, null);

            assertThat(event(first, null).succeeded().id()).isEqualTo(replay.eventId());
            assertThat(event(first, null).succeeded().source()).isEqualTo("replay");
            assertThat(event(first, null).succeeded().replayedFrom()).isEqualTo(original);
            assertThat(second.replay())
                    .as("a nested call of the same operation")
                    .isNull();
            assertThat(other.replay()).as("of another rule").isNull();
        }
    }

    @Test
    void keepsSecretsOutOfTargetsAndMetadata() {
        var login = new Shop.Login("bob", "90210-x", "45321-y");

        var event = event(call("login", login, "at https://u:90210-x@h/"), null).succeeded();

        assertThat(Objects.requireNonNull(event.target()).id()).doesNotContain("90210-x");
        assertThat(members(event))
                .hasToString("{login={\"name\":\"bob\",\"password\":\"[redacted]\",\"pin\":\"[redacted]\"},"
                        + " password=[redacted], pin=[redacted], where=at https://[redacted]@h/}");
    }

    @Test
    void survivesWhatHasNoEnd() {
        List<Object> endless = new java.util.ArrayList<>();
        endless.add(endless);
        var order = new Shop.Order(7, null, Map.of("anything", Map.of("at", Map.of("all", endless))), List.of());

        assertThat(event(call("open", order), null).succeeded().target()).isNotNull();
    }

    private static CallEvent event(Call call, @Nullable Object result) {
        return CallEvent.of(call, result, Captured.conversion());
    }

    private static Map<String, @Nullable Object> members(AuditEvent event) {
        return Objects.requireNonNull(event.metadata()).members();
    }

    private static Call call(String method, @Nullable Object... arguments) {
        return new Call(Shop.rule(method), arguments, TELLER, null);
    }

    private static Shop.Order order(String customer) {
        return new Shop.Order(7, new Shop.Customer(customer), Map.of(), List.of());
    }
}
