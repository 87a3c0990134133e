package io.tidemark.host.audited;

import io.tidemark.capture.Audited;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import jakarta.annotation.Resource;
import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.inject.Inject;
import java.util.concurrent.Future;

/** An EJB whose methods are audited, in container-managed transactions. */
@Stateless
@SuppressWarnings("NullAway.Init") // injected
public class Vault {
    @Resource
    private SessionContext context;

    @Inject
    private AuditEmitter audit;

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    public void open(Order order) {}

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    public void openAndThrow(Order order) {
        throw new IllegalStateException("jammed");
    }

    @Audited(type = BankTypes.TRANSFER, metadata = "order.probe")
    public void openAndDoom(Order order) {
        context.setRollbackOnly();
    }

    @Audited(type = BankTypes.TRANSFER, targetType = "key", target = "result", metadata = "order.probe")
    @Asynchronous
    public Future<String> openLater(Order order) {
        return new AsyncResult<>("K-1");
    }

    /** Emits by hand, on a thread of the EJB container. */
    @Asynchronous
    public Future<String> probeLater(String probe) {
        audit.emit(AuditEvent.of(BankTypes.PROBE).metadata("probe", probe));
        return new AsyncResult<>("done");
    }

    public void ringSoon(Order order) {
        context.getTimerService().createSingleActionTimer(1, new TimerConfig(order, false));
    }

    @Timeout
    @Audited(type = BankTypes.TRANSFER, metadata = "timer.info.probe")
    void ring(Timer timer) {}
}
