package io.tidemark.host.audited;

import io.tidemark.capture.AuditContext;
import io.tidemark.capture.Operations;
import io.tidemark.capture.RequestContext;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.emit.AuditRecorder;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.AuthnResult;
import io.tidemark.event.AuthzDecision;
import io.tidemark.event.Mutation;
import io.tidemark.event.ResourceMutation;
import io.tidemark.event.TupleChange;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs what the tests ask for, from wherever it is called. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // injected
public class Till {
    @Inject
    private Bank bank;

    @Inject
    private Vault vault;

    @Inject
    private Legacy legacy;

    @Inject
    private AuditEmitter audit;

    @Inject
    private AuditRecorder recorder;

    @Inject
    private AuditContext context;

    @Inject
    private Operations operations;

    @Inject
    private Event<AuthnResult> authn;

    @Inject
    private Event<AuthzDecision> authz;

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource(lookup = "java:app/concurrent/propagating")
    private ManagedExecutorService propagating;

    @Resource
    private UserTransaction transaction;

    @Nullable Object run(String operation, String probe) throws Exception {
        Order order = new Order(probe, "savings", 12);
        switch (operation) {
            case "transfer" -> bank.transfer(order);
            case "transferAndThrow" -> bank.transferAndThrow(order);
            case "transferWithoutMoney" -> bank.transferWithoutMoney(order);
            case "transferAndDoom" -> bank.transferAndDoom(order);
            case "transferThatCannotCommit" -> bank.transferThatCannotCommit(order);
            case "transferQuietly" -> bank.transferQuietly(order);
            case "transferNested" -> bank.transferNested(order);
            case "transferThenRollBack" -> rollBack(() -> bank.transfer(order));
            case "transferLater" ->
                bank.transferLater(order).toCompletableFuture().get();
            case "failLater" -> bank.failLater(order).toCompletableFuture().get();
            case "transferAtOnce" ->
                bank.transferAtOnce(order).toCompletableFuture().get();
            case "transferWhenTold" -> {
                var told = bank.transferWhenTold(order);
                context.call(
                        RequestContext.of("mallory").running("telling"),
                        () -> told.complete(new Receipt("R-5", order.amount())));
            }
            case "failWhenTold" -> {
                var told = bank.transferWhenTold(order);
                context.call(
                        RequestContext.of("mallory").running("telling"),
                        () -> told.completeExceptionally(new IllegalStateException("told")));
            }
            case "transferByItself" -> bank.transferByItself(order);
            case "create" -> bank.create(order);
            case "open" -> vault.open(order);
            case "openAndThrow" -> vault.openAndThrow(order);
            case "openAndDoom" -> vault.openAndDoom(order);
            case "openThenRollBack" ->
                rollBack(() -> {
                    vault.open(order);
                    return "";
                });
            case "openLater" -> vault.openLater(order).get();
            case "ring" -> vault.ringSoon(order);
            case "pay" -> legacy.pay(order);
            case "payTooLittle" -> legacy.pay(new Order(probe, "savings", -1));
            case "untouched" -> legacy.untouched(order);
            default -> {
                return tell(operation, probe);
            }
        }
        return null;
    }

    private @Nullable Object tell(String operation, String probe) throws Exception {
        switch (operation) {
            case "emit" -> emit(probe);
            case "emitComplete" ->
                audit.emit(probe(probe)
                        .account("bob")
                        .session("given")
                        .ip("192.0.2.99")
                        .userAgent("given")
                        .requestId("given")
                        .traceId("given")
                        .operation("given"));
            case "emitInTask" -> executor.submit(() -> emit(probe)).get();
            case "emitScheduled" ->
                scheduler.schedule(() -> emit(probe), 1, TimeUnit.MILLISECONDS).get();
            case "emitInPropagatingTask" ->
                propagating.submit(() -> emit(probe)).get();
            case "emitInContextualTask" ->
                executor.submit(context.contextual((Runnable) () -> emit(probe)))
                        .get();
            case "emitInEjb" -> vault.probeLater(probe).get();
            case "emitInJob" -> context.call(RequestContext.of("batch").running("nightly"), () -> emit(probe));
            case "fireAuthn" -> authn.fire(AuthnResult.failure("password", probe, "wrong password"));
            case "fireAuthz" -> authz.fire(AuthzDecision.allowed("owner", "account", probe));
            case "fireAsync" ->
                authz.fireAsync(AuthzDecision.denied("owner", "account", probe))
                        .toCompletableFuture()
                        .get();
            case "record" -> record(probe);
            case "recordThenRollBack" -> rollBack(() -> record(probe));
            case "repeat" -> bank.repeat(new Order(probe, "savings", 12), 3);
            case "replay" -> {
                return replay("{\"order\":{\"probe\":\"%s\",\"to\":\"x\",\"amount\":7},\"times\":4}".formatted(probe));
            }
            case "replayAndFail" -> {
                return replay("{\"order\":{\"probe\":\"%s\",\"to\":\"x\",\"amount\":7},\"times\":-1}".formatted(probe));
            }
            case "replayUnfit" -> {
                return replay("{\"order\":{\"probe\":\"%s\"},\"times\":\"many\"}".formatted(probe));
            }
            case "replayUnknown" -> {
                return replay("{\"orders\":{\"probe\":\"%s\"}}".formatted(probe));
            }
            case "operations" -> {
                return Map.of(
                        "repeat",
                                Objects.requireNonNull(operations.find("bank.repeat"))
                                        .replayable(),
                        "transfer",
                                Objects.requireNonNull(operations.find("Bank.transfer"))
                                        .replayable(),
                        "none", operations.find("Bank.none") == null,
                        "names",
                                operations.all().stream()
                                        .map(known -> known.name())
                                        .toList());
            }
            default -> throw new IllegalArgumentException(operation);
        }
        return null;
    }

    private Map<String, @Nullable Object> replay(String request) {
        var original = UUID.fromString("01990000-0000-7000-8000-000000000001");
        var replayed = Objects.requireNonNull(operations.find("bank.repeat")).replay(request, original);
        return Map.of(
                "eventId", replayed.eventId().toString(),
                "success", replayed.success(),
                "result", String.valueOf(replayed.result()),
                "failure", String.valueOf(replayed.failure()));
    }

    private Object record(String probe) {
        recorder.authnResult(AuthnResult.failure("password", probe, "wrong"));
        recorder.authzDecision(AuthzDecision.denied("owner", "account", probe));
        recorder.resourceMutation(new ResourceMutation(Mutation.UPDATE, "account", probe));
        recorder.tupleChange(
                new TupleChange(TupleChange.Kind.WRITE, List.of(new TupleChange.Tuple("user:a", "owner", probe))));
        var tooMany = Collections.nCopies(1_000, new TupleChange.Tuple("u".repeat(100), "r", probe));
        recorder.tupleChange(new TupleChange(TupleChange.Kind.WRITE, tooMany));
        return "";
    }

    private UUID emit(String probe) {
        return audit.emit(probe(probe));
    }

    private static AuditEventBuilder probe(String probe) {
        return AuditEvent.of(BankTypes.PROBE).metadata("probe", probe);
    }

    private void rollBack(Callable<?> work) throws Exception {
        transaction.begin();
        try {
            work.call();
        } finally {
            transaction.rollback();
        }
    }
}
