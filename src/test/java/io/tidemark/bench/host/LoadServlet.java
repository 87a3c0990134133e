package io.tidemark.bench.host;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** {@code POST /load?work=audited&run=a1&threads=8&millis=1500}: how many transactions, in how many nanoseconds. */
@WebServlet("/load")
public class LoadServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient Load load;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            Load.Done done = load.run(
                    request.getParameter("work"),
                    request.getParameter("run"),
                    Integer.parseInt(request.getParameter("threads")),
                    Long.parseLong(request.getParameter("millis")));
            response.getWriter().print("{\"transactions\":" + done.transactions() + ",\"nanos\":" + done.nanos() + "}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new ServletException(e.getCause());
        }
    }
}
