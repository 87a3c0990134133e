package io.tidemark.host.two;

import jakarta.ejb.EJB;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;

/** {@code POST /two?account=…}. */
@WebServlet("/two")
public class TwoServlet extends HttpServlet {
    @EJB
    private TwoResources resources;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        try {
            resources.make(request.getParameter("account"));
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
