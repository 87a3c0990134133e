package io.tidemark.web;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The console's configuration. Public: whoever logs in has no token yet. */
@WebServlet("/console.json")
public class ConsoleConfiguration extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient Console console;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        URI issuer = console.issuer();
        if (issuer != null) members.put("issuer", issuer.toString());
        members.put("clientId", console.clientId());
        response.setContentType("application/json");
        response.getOutputStream().write(Json.write(members).getBytes(StandardCharsets.UTF_8));
    }
}
