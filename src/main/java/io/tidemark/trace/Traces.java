package io.tidemark.trace;

import io.tidemark.capture.AuditContext;
import io.tidemark.capture.RequestContext;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.emit.AuditException;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.Filter;
import io.tidemark.guard.Refusal;
import io.tidemark.stream.End;
import io.tidemark.stream.Reader;
import io.tidemark.stream.StreamClosed;
import io.tidemark.stream.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records reading. Thread-safe. */
@ApplicationScoped
public class Traces {
    private static final Set<String> DENIALS = Set.of("unauthorized", "forbidden", "revoked");
    private static final int FILTER = 2_000;

    @Inject
    private AuditEmitter audit;

    @Inject
    private Behind behind;

    @Inject
    private AuditContext context;

    /** What the metadata of the types is, as the catalogue has it. */
    private record Open(UUID streamId, String transport, long after, String filter) {}

    private record Close(UUID streamId, String transport, String reason, long position, long sent) {}

    private record Query(String filter) {}

    private record Export(String format, long after, long head, String filter) {}

    private record Denied(
            String method, String path, @Nullable String requiredRole) {}

    /**
     * A stream is about to be opened.
     *
     * @throws AuditException if that could not be stored: the stream must not be opened
     */
    public void opening(Subscription stream) {
        audit.emit(about(stream.reader(), "audit.stream.open", "stream.open")
                .metadata(new Open(stream.id(), stream.transport(), stream.position(), text(stream.filter()))));
    }

    /**
     * Somebody is about to be given events, or numbers about them. The first question of a session is stored at once, those
     * of the minute after it together when it is over.
     *
     * @param operation such as {@code events.page}
     * @param asked the filter, as a query string says it
     * @throws AuditException if the first could not be stored: it must not be answered
     */
    public void querying(Reader reader, String operation, String asked) {
        String filter = shorten(asked);
        Supplier<AuditEventBuilder> more = () -> about(reader, "audit.query", "events.again");
        behind.storeFirst(
                "query " + reader.sessionId(),
                more,
                operation + "?" + filter,
                () -> audit.emit(about(reader, "audit.query", operation).metadata(new Query(filter))));
    }

    /**
     * Events are about to be exported: those above {@code after}, up to {@code head}, that pass the filter.
     *
     * @throws AuditException if that could not be stored: nothing must be exported
     */
    public void exporting(Reader reader, String format, long after, long head, Filter filter) {
        audit.emit(
                about(reader, "audit.export", "events.export").metadata(new Export(format, after, head, text(filter))));
    }

    void closed(@Observes StreamClosed closed) {
        closed(closed.stream(), closed.why());
    }

    /** A stream whose opening was recorded could not be opened. */
    public void withdrawn(Subscription stream) {
        closed(stream, End.Closed.GONE);
    }

    private void closed(Subscription stream, End why) {
        behind.write(about(stream.reader(), "audit.stream.close", "stream.close")
                .metadata(new Close(stream.id(), stream.transport(), why.reason(), stream.position(), stream.sent())));
    }

    /** Denials of one kind to one caller are stored as questions are: the first, then how many more. */
    void denied(@Observes Refusal refusal) {
        if (!DENIALS.contains(refusal.problem())) return;
        Reader reader = refusal.reader();
        RequestContext from = context.current();
        String whom = reader == null ? String.valueOf(from.ip()) : reader.accountId();
        if (behind.isFirst(
                "denied " + refusal.problem() + " " + whom,
                () -> about(refusal, from),
                refusal.method() + " " + refusal.path())) {
            behind.write(about(refusal, from)
                    .metadata(new Denied(refusal.method(), refusal.path(), reader == null ? null : reader.role())));
        }
    }

    private static AuditEventBuilder about(Refusal refusal, RequestContext from) {
        boolean known = refusal.problem().equals("forbidden");
        AuditEventBuilder event = AuditEvent.of("audit.denied")
                .source("app")
                .failed(known ? ErrorCategory.AUTHZ : ErrorCategory.AUTHN, refusal.problem(), null)
                .ip(from.ip())
                .userAgent(from.userAgent())
                .requestId(from.requestId())
                .traceId(from.traceId());
        Reader reader = refusal.reader();
        return reader == null ? event : event.account(reader.accountId()).session(reader.sessionId());
    }

    private static AuditEventBuilder about(Reader reader, String type, String operation) {
        return AuditEvent.of(type)
                .source("app")
                .operation(operation)
                .account(reader.accountId())
                .session(reader.sessionId());
    }

    private static String text(Filter filter) {
        return shorten(filter.toString());
    }

    private static String shorten(String text) {
        return Excerpt.of(text, FILTER);
    }
}
