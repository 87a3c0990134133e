package io.tidemark.event;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One part of a {@link Filter}. */
public sealed interface Condition {
    boolean test(AuditEvent event);

    /** As a query string says it, not encoded. */
    String text();

    /** One of these types; a name that ends in {@code *} is a prefix. */
    record Types(List<String> names) implements Condition {
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

    record OutcomeIs(Outcome outcome) implements Condition {
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
    record AccountIs(String accountId) implements Condition {
        @Override
        public boolean test(AuditEvent event) {
            return accountId.equals(event.accountId()) || accountId.equals(event.targetAccountId());
        }

        @Override
        public String text() {
            return "account=" + accountId;
        }
    }

    record FieldIs(Field field, String value) implements Condition {
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
