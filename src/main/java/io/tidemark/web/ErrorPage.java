package io.tidemark.web;

import io.tidemark.guard.Refusal;
import io.tidemark.guard.Refusals;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The problem document for what the container refuses by itself. */
@WebServlet("/problem")
public class ErrorPage extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient Refusals refusals;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean forwarded = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null;
        Problem problem = Problems.ofStatus(forwarded ? response.getStatus() : 404);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        refusals.refused(new Refusal(
                problem.name(), request.getMethod(), path == null ? request.getRequestURI() : path.toString(), null));
        write(response, problem);
    }

    static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        if (problem.status() == 401) response.setHeader("WWW-Authenticate", "Bearer");
        response.getOutputStream().write(problem.json().getBytes(StandardCharsets.UTF_8));
    }
}
