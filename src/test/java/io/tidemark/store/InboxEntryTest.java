package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Actor;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.Target;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What an event has must not be lost because its row is written without that column. */
class InboxEntryTest {
    private static final List<UnaryOperator<AuditEventBuilder>> RARE = List.of(
            event -> event.target("account"),
            event -> event.targetActor("actor"),
            event -> event.actor(new Actor("person", "A Person", "a@example.org", "client", "realm")),
            event -> event.target(new Target("thing", "1", "Thing")),
            event -> event.errorCode("E1"),
            event -> event.errorMessage("failed"),
            event -> event.errorCategory(ErrorCategory.AUTHN),
            event -> event.userAgent("curl"),
            event -> event.traceId("0af7651916cd43dd8448eb211c80319c"),
            event -> event.durationMs(1L),
            event -> event.replayedFrom(UUID.randomUUID()));

    @Test
    void anEventWithARareMemberIsAFullEntry() {
        assertThat(RARE)
                .allSatisfy(member ->
                        assertThat(InboxEntry.of(event(member), false, 1)).isInstanceOf(FullInboxEntry.class));
    }

    /** So that whoever adds a column meets the test above. */
    @Test
    void theseAreAllRareColumns() {
        assertThat(RARE)
                .flatMap(member -> filled(new FullInboxEntry(event(member), false, 1)))
                .containsExactlyInAnyOrder(FullInboxEntry.class.getDeclaredFields());
    }

    @Test
    void anEventWithoutIsABriefEntry() {
        AuditEvent event = event(builder -> builder.account("a")
                .actor("b")
                .target("thing", "1")
                .ip("10.0.0.1")
                .session("c")
                .requestId("d")
                .operation("e")
                .metadata("f", 1));
        assertThat(filled(new FullInboxEntry(event, false, 1))).isEmpty();
        assertThat(InboxEntry.of(event, false, 1)).isInstanceOf(BriefInboxEntry.class);
    }

    private static AuditEvent event(UnaryOperator<AuditEventBuilder> members) {
        return members.apply(AuditEvent.of("test.marker"))
                .id(UUID.randomUUID())
                .occurredAt(Instant.EPOCH)
                .build();
    }

    private static List<Field> filled(FullInboxEntry entry) {
        return Arrays.stream(FullInboxEntry.class.getDeclaredFields())
                .filter(column -> value(column, entry) != null)
                .toList();
    }

    private static Object value(Field column, Object entry) {
        try {
            column.setAccessible(true);
            return column.get(entry);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
