package io.tidemark.host.audited;

import io.tidemark.capture.Audited;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.Mutation;
import io.tidemark.host.Transfer;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A CDI bean whose methods are audited, each in a transaction of its own. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // injected
public class Bank {
    @Inject
    private AuditEmitter audit;

    @Inject
    private Vault vault;

    @PersistenceContext(unitName = "host")
    private EntityManager entities;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @Resource
    private ManagedExecutorService executor;

    @Audited(
            type = BankTypes.TRANSFER,
            targetType = "account",
            target = "order.to",
            metadata = {"order.probe", "order.amount", "receipt=result.number"})
    @Transactional
    public Receipt transfer(Order order) {
        entities.persist(new Transfer(order.probe()));
        return new Receipt("R-1", order.amount());
    }

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    @Transactional
    public void transferAndThrow(Order order) {
        entities.persist(new Transfer(order.probe()));
        throw new IllegalStateException("broken\0 with password=hunter2" + "x".repeat(2_000));
    }

    /** A checked exception does not roll back. */
    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    @Transactional
    public void transferWithoutMoney(Order order) throws NoMoney {
        entities.persist(new Transfer(order.probe()));
        throw new NoMoney();
    }

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    @Transactional
    public void transferAndDoom(Order order) {
        entities.persist(new Transfer(order.probe()));
        transaction.setRollbackOnly();
    }

    /** What the table refuses is written when the transaction commits. */
    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    @Transactional
    @SuppressWarnings("NullAway") // that is the point
    public void transferThatCannotCommit(Order order) {
        entities.persist(new Transfer(null));
    }

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe", recordOnError = false)
    @Transactional
    public void transferQuietly(Order order) {
        throw new IllegalStateException("nobody hears of it");
    }

    /** Three events: its own, one by hand, the vault's. */
    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    @Transactional
    public void transferNested(Order order) {
        audit.emit(AuditEvent.of(BankTypes.PROBE).metadata("probe", order.probe()));
        vault.open(order);
    }

    @Audited(type = BankTypes.TRANSFER, targetType = "receipt", target = "result.number", metadata = "order.probe")
    @Transactional
    public CompletionStage<Receipt> transferLater(Order order) {
        return executor.supplyAsync(() -> new Receipt("R-2", order.amount()));
    }

    /** What somebody else completes. */
    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    public CompletableFuture<Receipt> transferWhenTold(Order order) {
        return new CompletableFuture<>();
    }

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    @Transactional
    public CompletionStage<Receipt> failLater(Order order) {
        return executor.supplyAsync(() -> {
            throw new IllegalStateException("later");
        });
    }

    @Audited(type = BankTypes.TRANSFER, targetType = "receipt", target = "result.number", metadata = "order.probe")
    @Transactional
    public CompletionStage<Receipt> transferAtOnce(Order order) {
        return CompletableFuture.completedFuture(new Receipt("R-3", order.amount()));
    }

    @Audited(mutation = Mutation.CREATE, targetType = "order", target = "order.probe", metadata = "order.probe")
    @Transactional
    public void create(Order order) {}

    @Audited(
            type = BankTypes.TRANSFER,
            operation = "bank.repeat",
            metadata = "order.probe",
            capture = true,
            replayable = true)
    @Transactional
    public Receipt repeat(Order order, int times) throws NoMoney {
        if (times < 0) throw new NoMoney();
        entities.persist(new Transfer(order.probe()));
        return new Receipt("R-" + times, order.amount());
    }

    /** A call within the bean passes by the interceptors. */
    public void transferByItself(Order order) {
        transferAndDoomUnlessCalledPlainly(order);
    }

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    public void transferAndDoomUnlessCalledPlainly(Order order) {}
}
