package io.tidemark.host;

import io.tidemark.capture.Capture;
import io.tidemark.capture.Capture.Argument;
import io.tidemark.capture.Notifications;
import io.tidemark.capture.Recording;
import io.tidemark.capture.Sensitive;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEventBuilder;
import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An operation that is captured, with a secret wherever an application may have one. */
@Stateless
public class Deposits {
    @Inject
    private AuditEmitter audit;

    @Inject
    private Capture capture;

    @Inject
    private Notifications notifications;

    @Resource
    private SessionContext context;

    record Slip(
            int amount,
            String apiKey,
            @Sensitive String pin,
            @Nullable Object note) {}

    record Receipt(int amount, String sessionToken, String text) {}

    /** Returns the id of the event. */
    public UUID make(String account, String secret) {
        try (Recording recording = begin(secret)) {
            notifications.add(Map.of("step", "checked", "jwt", secret));
            return audit.emit(Step.of(account, 1).build(), recording.returned(receipt(secret)));
        }
    }

    public UUID makeAndRollBack(String account, String secret) {
        UUID id = make(account, secret);
        context.setRollbackOnly();
        return id;
    }

    /** The failure is recorded, the deposit is not. */
    public void fail(String account, String secret) {
        try (Recording recording = begin(secret)) {
            var failure = new IllegalStateException("no deposit with " + secret);
            AuditEventBuilder event = Step.of(account, 2).errorMessage(recording.message(failure));
            audit.emitAlways(event.build(), recording.threw(failure));
            context.setRollbackOnly();
        }
    }

    public void makeOnce(String account, UUID id, int amount) {
        try (Recording recording = capture.begin(List.of(new Argument("amount", amount, false)))) {
            audit.emit(Step.of(account, amount).id(id).build(), recording.returned(null));
        }
    }

    /** What a database would refuse. */
    public UUID makeOdd(String account) {
        Object nested = "bottom";
        for (int i = 0; i < 1_000; i++) nested = List.of(nested);
        List<Argument> arguments = List.of(
                new Argument("nul\0", "a\0b\ud83d", false),
                new Argument("huge", new java.math.BigDecimal("1e100000"), false),
                new Argument("deep", nested, false));
        try (Recording recording = capture.begin(arguments)) {
            return audit.emit(Step.of(account, 1).build(), recording.returned("x".repeat(70_000)));
        }
    }

    private Recording begin(String secret) {
        Slip slip = new Slip(12, secret, secret, Map.of("old-password", secret, "kept", true));
        String body = "{\"a\":1,\"credentials\":{\"user\":\"u\",\"pass\":\"" + secret + "\"}}";
        Recording recording = capture.begin(List.of(
                new Argument("slip", slip, false),
                new Argument("body", body, false),
                new Argument("code", secret, true),
                new Argument("link", "https://bank.example/?n=1&access_token=" + secret, false)));
        recording.headers(Map.of(
                "Authorization", List.of("Bearer " + secret),
                "Cookie", List.of("a=" + secret),
                "Accept", List.of("text/html")));
        return recording;
    }

    private static Receipt receipt(String secret) {
        return new Receipt(12, secret, "Thank you");
    }
}
