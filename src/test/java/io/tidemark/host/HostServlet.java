package io.tidemark.host;

import io.tidemark.emit.AuditEmitter;
import io.tidemark.emit.EmitStatistics;
import io.tidemark.event.AuditEvent;
import io.tidemark.sequence.Sequencer;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Lets a test call the application: {@code POST /do/OPERATION}; answers with the result, or with what was thrown. */
@WebServlet("/do/*")
public class HostServlet extends HttpServlet {
    @EJB
    private Transfers transfers;

    @EJB
    private Deposits deposits;

    @EJB
    private Reminder reminder;

    @Inject
    private Desk desk;

    @Inject
    private AuditEmitter audit;

    @Inject
    private EmitStatistics statistics;

    @Inject
    private Sequencer sequencer;

    @Inject
    private Turnstile turnstile;

    @Resource
    private UserTransaction transaction;

    @Resource
    private ManagedExecutorService executor;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        try {
            answer.put("result", run(request.getPathInfo().substring(1), request));
        } catch (Exception e) {
            answer.put("thrown", chain(e));
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(JsonMapper.shared().writeValueAsString(answer));
    }

    private @Nullable Object run(String operation, HttpServletRequest request) throws Exception {
        String account = request.getParameter("account");
        switch (operation) {
            case "make" -> transfers.make(account);
            case "makeAndRollBack" -> transfers.makeAndRollBack(account);
            case "makeAndThrow" -> transfers.makeAndThrow(account);
            case "makeAtDesk" -> desk.make(account);
            case "makeByTimer" -> reminder.makeSoon(account);
            case "makeInTask" -> executor.submit(() -> transfers.make(account)).get();
            case "makeInUserTransaction" -> {
                transaction.begin();
                audit.emit(Step.of(account, 1));
                transaction.commit();
            }
            case "attempt" -> transfers.attempt(account);
            case "makeInSteps" -> transfers.makeInSteps(account, Integer.parseInt(request.getParameter("steps")));
            case "makeInTwoGoes" -> transfers.makeInTwoGoes(account, Integer.parseInt(request.getParameter("steps")));
            case "passTurnstile" -> turnstile.pass();
            case "makeWithApproval" -> transfers.makeWithApproval(account);
            case "makeOnce" ->
                desk.makeOnce(
                        account,
                        UUID.fromString(request.getParameter("id")),
                        Integer.parseInt(request.getParameter("step")));
            case "failDeposit" -> deposits.fail(account, request.getParameter("secret"));
            case "depositOnce" ->
                deposits.makeOnce(
                        account,
                        UUID.fromString(request.getParameter("id")),
                        Integer.parseInt(request.getParameter("amount")));
            case "revoke" -> transfers.revoke(request.getParameter("session"));
            case "revokeAndRollBack" -> transfers.revokeAndRollBack(request.getParameter("session"));
            default -> {
                return answer(operation, account, request);
            }
        }
        return null;
    }

    private Object answer(String operation, String account, HttpServletRequest request) throws Exception {
        return switch (operation) {
            case "deposit" -> deposits.make(account, request.getParameter("secret"));
            case "depositAndRollBack" -> deposits.makeAndRollBack(account, request.getParameter("secret"));
            case "depositOdd" -> deposits.makeOdd(account);
            case "makeAfterRefusals" -> desk.makeAfterRefusals(account);
            case "emit" -> audit.emit(Step.of(account, 1));
            case "emitInTask" ->
                executor.submit(() -> audit.emit(Step.of(account, 1))).get();
            case "emitAlways" -> audit.emitAlways(Step.of(account, 1));
            case "emitAlwaysMalformed" -> audit.emitAlways(AuditEvent.of("no such name"));
            case "emitUnknown" ->
                audit.emit(AuditEvent.of("host.unheard").account(account).metadata("pin", "secret-" + account));
            case "emitMisfit" ->
                audit.emit(AuditEvent.of("host.transfer").account(account).metadata("step", "secret-" + account));
            case "statistics" ->
                Map.of(
                        "emitted", statistics.emitted(),
                        "failed", statistics.failed(),
                        "unknownTypes", statistics.unknownTypes(),
                        "misfits", statistics.misfits(),
                        "failedInARow", statistics.failedInARow(),
                        "sequenced", sequencer.sequenced());
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static List<String> chain(Throwable thrown) {
        List<String> chain = new ArrayList<>();
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            chain.add(t.getClass().getName() + ": " + t.getMessage());
        }
        return chain;
    }
}
