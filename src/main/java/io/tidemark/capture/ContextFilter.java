package io.tidemark.capture;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets the thread know its request, and has refusals recorded when it is answered. Changes neither. */
public class ContextFilter implements Filter {
    @Inject
    private RequestSettings settings;

    @Inject
    private Operations operations;

    @Inject
    private Denials denials;

    private @Nullable Requests requests;

    @Override
    public void init(FilterConfig config) {
        if (settings == null) return; // an application without beans emits nothing
        requests = new Requests(settings, operations, denials);
        config.getServletContext().setAttribute(Requests.ATTRIBUTE, requests);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Requests known = requests;
        if (known == null
                || !(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        HttpPlace place = known.place(http);
        Current.Stay stay = Current.enter(place);
        try {
            chain.doFilter(request, response);
            if (request.getDispatcherType() == DispatcherType.REQUEST) known.answered(place, answer);
        } finally {
            stay.close();
        }
    }
}
