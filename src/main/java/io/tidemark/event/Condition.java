package io.tidemark.event;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One part of a {@link Filter}. */
public sealed interface Condition permits Condition.OfEvent, PayloadCondition {
    /** As a query string says it, not encoded. */
    String text();

    /** One that the event itself answers. */
    sealed interface OfEvent extends Condition {
        boolean test(AuditEvent event);
    }

    /** One of these types; a name that ends in {@code *} is a prefix. */
    record Types(List<String> names) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            String type = event.eventType();
            for (String name : names) {
                boolean fits = isPrefix(name) ? type.startsWith(prefix(name)) : type.equals(name);
                if (fits) return true;
            }
            return false;
        }

        public static boolean isPrefix(String name) {
            return name.endsWith("*");
        }

        public static String prefix(String name) {
            return name.substring(0, name.length() - 1);
        }

        @Override
        public String text() {
            return names.stream().map(name -> "eventType=" + name).collect(Collectors.joining("&"));
        }
    }

    record OutcomeIs(Outcome outcome) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            return event.outcome() == outcome;
        }

        @Override
        public String text() {
            return "outcome=" + outcome.text();
        }
    }

    /** As subject or target. */
    record AccountIs(String accountId) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            return accountId.equals(event.accountId()) || accountId.equals(event.targetAccountId());
        }

        @Override
        public String text() {
            return "account=" + accountId;
        }
    }

    /** Occurred then or later. */
    record From(Instant time) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            Instant occurred = event.occurredAt();
            return occurred != null && !occurred.isBefore(time);
        }

        @Override
        public String text() {
            return "from=" + time;
        }
    }

    /** Occurred before then. */
    record To(Instant time) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            Instant occurred = event.occurredAt();
            return occurred != null && occurred.isBefore(time);
        }

        @Override
        public String text() {
            return "to=" + time;
        }
    }

    /** The operation, the error message, the actor's or the target's name contains the words, in any case of A to Z. */
    record Contains(String words) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            Actor actor = event.actor();
            Target target = event.target();
            return in(event.operation())
                    || in(event.errorMessage())
                    || in(actor == null ? null : actor.displayName())
                    || in(target == null ? null : target.name());
        }

        private boolean in(@Nullable String text) {
            return text != null && folded(text).contains(folded(words));
        }

        /** As lower(… collate "C") does: the same answer from memory and from any database. */
        public static String folded(String text) {
            StringBuilder folded = new StringBuilder(text);
            for (int i = 0; i < folded.length(); i++) {
                char c = folded.charAt(i);
                if (c >= 'A' && c <= 'Z') folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
            return folded.toString();
        }

        @Override
        public String text() {
            return "q=" + words;
        }
    }

    /** The member of the metadata at that path has that value: a string, a number, a boolean or null. */
    record MetadataIs(MemberPath path, JsonScalar value) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            return path.in(event.metadata())
                    .filter(found -> value.matches(found.value()))
                    .isPresent();
        }

        @Override
        public String text() {
            return path.text() + "=" + value.json();
        }
    }

    /** The metadata has a member at that path. */
    record HasMetadata(MemberPath path) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            return path.in(event.metadata()).isPresent();
        }

        @Override
        public String text() {
            return "has=" + path.text();
        }
    }

    /** The event has that member. */
    record Has(Member member) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            return member.of(event) != null;
        }

        @Override
        public String text() {
            return "has=" + member.text();
        }
    }

    /** A member that an event may lack. */
    enum Member {
        SERVICE("service"),
        OPERATION("operation"),
        ACCOUNT("accountId"),
        ACTOR_ID("actorId"),
        TARGET_ACCOUNT("targetAccountId"),
        TARGET_ACTOR("targetActorId"),
        ACTOR("actor"),
        TARGET("target"),
        ERROR_CODE("errorCode"),
        ERROR_MESSAGE("errorMessage"),
        ERROR_CATEGORY("errorCategory"),
        IP("ip"),
        USER_AGENT("userAgent"),
        SESSION("sessionId"),
        REQUEST("requestId"),
        TRACE("traceId"),
        DURATION("durationMs"),
        METADATA("metadata"),
        REPLAYED_FROM("replayedFrom");

        private final String text;

        Member(String text) {
            this.text = text;
        }

        /** The name in JSON. */
        public String text() {
            return text;
        }

        @Nullable Object of(AuditEvent event) {
            return switch (this) {
                case SERVICE -> event.service();
                case OPERATION -> event.operation();
                case ACCOUNT -> event.accountId();
                case ACTOR_ID -> event.actorId();
                case TARGET_ACCOUNT -> event.targetAccountId();
                case TARGET_ACTOR -> event.targetActorId();
                case ACTOR -> event.actor();
                case TARGET -> event.target();
                case ERROR_CODE -> event.errorCode();
                case ERROR_MESSAGE -> event.errorMessage();
                case ERROR_CATEGORY -> event.errorCategory();
                case IP -> event.ip();
                case USER_AGENT -> event.userAgent();
                case SESSION -> event.sessionId();
                case REQUEST -> event.requestId();
                case TRACE -> event.traceId();
                case DURATION -> event.durationMs();
                case METADATA -> event.metadata();
                case REPLAYED_FROM -> event.replayedFrom();
            };
        }
    }

    record FieldIs(Field field, String value) implements OfEvent {
        @Override
        public boolean test(AuditEvent event) {
            return value.equals(field.of(event));
        }

        @Override
        public String text() {
            return field.parameter() + "=" + value;
        }
    }

    /** A member that is compared as it is. */
    enum Field {
        ACTOR("actor"),
        TARGET("target"),
        SERVICE("service"),
        OPERATION("operation"),
        SESSION("session"),
        REQUEST("requestId"),
        TRACE("traceId"),
        IP("ip");

        private final String parameter;

        Field(String parameter) {
            this.parameter = parameter;
        }

        public String parameter() {
            return parameter;
        }

        @Nullable String of(AuditEvent event) {
            return switch (this) {
                case ACTOR -> event.actorId();
                case TARGET -> event.target() == null ? null : event.target().id();
                case SERVICE -> event.service();
                case OPERATION -> event.operation();
                case SESSION -> event.sessionId();
                case REQUEST -> event.requestId();
                case TRACE -> event.traceId();
                case IP -> event.ip();
            };
        }
    }
}
