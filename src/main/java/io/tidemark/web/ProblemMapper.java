package io.tidemark.web;

import io.tidemark.emit.AuditException;
import io.tidemark.event.AccessDenied;
import io.tidemark.event.InvalidEvent;
import io.tidemark.event.InvalidFilter;
import io.tidemark.event.LogGone;
import io.tidemark.event.LogTooSlow;
import io.tidemark.event.LogUnavailable;
import io.tidemark.guard.Refusal;
import io.tidemark.guard.Refusals;
import io.tidemark.replay.NotReplayable;
import io.tidemark.replay.ReplayForbidden;
import io.tidemark.replay.TooManyReplays;
import io.tidemark.retention.RetentionRefused;
import io.tidemark.stream.CursorRefused;
import io.tidemark.stream.StreamRefused;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Answers every failure with a problem document that says no more than the client may know; counts and logs it. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOGGER = Logger.getLogger(ProblemMapper.class.getName());
    private static final int SOON = 2;

    @Inject
    private Refusals refusals;

    @Inject
    private Caller caller;

    @Context
    private Request request;

    @Context
    private UriInfo uri;

    @Override
    public Response toResponse(Throwable failure) {
        Problem problem = problem(failure);
        refusals.refused(new Refusal(
                problem.name(), request.getMethod(), uri.getRequestUri().getPath(), caller.presented()));
        if (problem.status() >= 500) {
            LOGGER.log(Level.WARNING, failure, () -> "Failed " + request.getMethod() + " (" + problem.name() + ")");
        }
        Response response = problem.response();
        if (failure instanceof WebApplicationException e) {
            String allowed = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
            if (allowed != null) response.getHeaders().add(HttpHeaders.ALLOW, allowed);
        }
        return response;
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof Refused e) return e.problem();
        if (failure instanceof InvalidFilter e) {
            return Problem.parameter(e.parameter(), e.rule(), String.valueOf(e.getMessage()));
        }
        if (failure instanceof InvalidEvent e) return Problems.invalidEvent(e);
        if (failure instanceof AccessDenied e) {
            return Problem.of(401, "revoked", "Access revoked", String.valueOf(e.getMessage()));
        }
        if (failure instanceof CursorRefused e) return cursor(e);
        if (failure instanceof LogGone e) return Problems.gone(String.valueOf(e.getMessage()), e.oldest());
        if (failure instanceof RetentionRefused e) return RetentionProblems.of(e);
        if (failure instanceof NotReplayable e) {
            return Problem.of(400, "not-replayable", "Not replayable", String.valueOf(e.getMessage()))
                    .with("rule", e.rule());
        }
        if (failure instanceof ReplayForbidden e) {
            return Problem.of(403, "forbidden", "Forbidden", String.valueOf(e.getMessage()))
                    .with("rule", "operation");
        }
        if (failure instanceof TooManyReplays e) {
            return Problem.of(429, "rate-limited", "Rate limited", String.valueOf(e.getMessage()))
                    .with("retryAfter", e.retryAfter().plusMillis(999).toSeconds());
        }
        if (failure instanceof StreamRefused e) {
            String title = e.problem().equals("stale") ? "The log is out of reach" : "No stream now";
            return Problem.of(503, e.problem(), title, String.valueOf(e.getMessage()))
                    .with("retryAfter", SOON);
        }
        if (failure instanceof LogTooSlow e) {
            return Problem.of(503, "unavailable", "Unavailable", e.getMessage() + ": narrow the window or the filter")
                    .with("rule", "timeout")
                    .with("retryAfter", SOON);
        }
        if (failure instanceof LogUnavailable || failure instanceof AuditException) {
            return Problem.of(503, "unavailable", "Unavailable", "The log cannot be reached")
                    .with("retryAfter", SOON);
        }
        if (failure instanceof WebApplicationException e) {
            return Problems.ofStatus(e.getResponse().getStatus());
        }
        return Problems.ofStatus(500);
    }

    private static Problem cursor(CursorRefused e) {
        String detail = String.valueOf(e.getMessage());
        return e.isAhead()
                ? Problem.of(409, "cursor-ahead", "Cursor ahead of the log", detail)
                        .with("head", e.bound())
                : Problems.gone(detail, e.bound());
    }
}
