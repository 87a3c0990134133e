package io.tidemark.host.audited;

import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The till over plain HTTP. */
@ContextServiceDefinition(name = "java:app/concurrent/context", propagated = ContextServiceDefinition.ALL_REMAINING)
@ManagedExecutorDefinition(name = "java:app/concurrent/propagating", context = "java:app/concurrent/context")
@WebServlet("/run/*")
@SuppressWarnings("NullAway.Init") // injected
public class TillServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient Till till;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String operation = request.getPathInfo().substring(1);
        if (request.getParameter("session") != null) request.getSession(true);
        response.setContentType("application/json");
        response.getWriter().write(Answers.of(() -> till.run(operation, request.getParameter("probe"))));
    }
}
