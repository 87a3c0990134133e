package io.tidemark.capture;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The requests of this application, from the first filter to the answer. Thread-safe.
 *
 * <p>Why no bean? CDI would look for the classes of the Servlet API in a host that has none.
 */
final class Requests {
    /** The attribute of the application that holds them. */
    static final String ATTRIBUTE = Requests.class.getName();

    private static final Object SEEN = new Object();

    private final RequestSettings settings;
    private final Operations operations;
    private final Denials denials;

    Requests(RequestSettings settings, Operations operations, Denials denials) {
        this.settings = settings;
        this.operations = operations;
        this.denials = denials;
    }

    /** The request's place, the same for all its dispatches. */
    HttpPlace place(HttpServletRequest request) {
        if (request.getAttribute(HttpPlace.ATTRIBUTE) instanceof HttpPlace known) return known;
        HttpPlace place = new HttpPlace(request, settings, operations.roles());
        request.setAttribute(HttpPlace.ATTRIBUTE, place);
        return place;
    }

    /** Records a refusal, now or when the request that went asynchronous is complete. */
    void answered(HttpPlace place, HttpServletResponse response) {
        HttpServletRequest request = place.httpRequest();
        boolean goesOn = request.isAsyncStarted();
        // It may go on for hours, and there may be thousands of them: what stays says only that the filter has seen it.
        if (goesOn && response.isCommitted()) request.setAttribute(HttpPlace.ATTRIBUTE, SEEN);
        if (!denials.recorded()) return;
        if (goesOn && !response.isCommitted()) {
            request.getAsyncContext().addListener(new Completion(place, response));
        } else {
            check(place, response.getStatus());
        }
    }

    /** Records a refusal that no filter saw: the server's own, before any. */
    void ended(HttpServletRequest request, int status) {
        if (denials.recorded()) check(new HttpPlace(request, settings, operations.roles()), status);
    }

    private void check(HttpPlace place, int status) {
        if (status != HttpServletResponse.SC_UNAUTHORIZED && status != HttpServletResponse.SC_FORBIDDEN) return;
        if (!place.request().record()) return;
        HttpServletRequest request = place.httpRequest();
        Current.Stay stay = Current.enter(place);
        try {
            denials.record(new Denial(
                    status, request.getMethod(), request.getRequestURI(), request.getHeader("Authorization")));
        } finally {
            stay.close();
        }
    }

    private final class Completion implements AsyncListener {
        private final HttpPlace place;
        private final HttpServletResponse response;

        Completion(HttpPlace place, HttpServletResponse response) {
            this.place = place;
            this.response = response;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            check(place, response.getStatus());
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}
    }
}
