package io.tidemark.till;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets a test use the till: {@code POST /till/OPERATION}, {@code GET /till/runs}. */
@WebServlet("/till/*")
public class TillServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient Till till;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(till.runs());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String account = request.getParameter("account");
        try {
            switch (request.getPathInfo()) {
                case "/pay" -> till.pay(account, Integer.parseInt(request.getParameter("amount")));
                case "/unlock" -> till.unlock(account, "open sesame");
                case "/print" -> till.print(account, "x".repeat(100_000));
                case "/open" -> till.open(account);
                case "/count" -> till.count(account);
                case "/close" -> till.close(account);
                default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (IllegalArgumentException e) {
            response.getWriter().print(e.getMessage());
        }
    }
}
