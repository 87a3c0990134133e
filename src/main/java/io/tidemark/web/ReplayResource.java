package io.tidemark.web;

import io.tidemark.capture.Replayed;
import io.tidemark.event.LogUnavailable;
import io.tidemark.event.Payload;
import io.tidemark.query.Events;
import io.tidemark.replay.Replays;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs a captured operation again, as the caller. */
@Path("/events/{id}/replay")
@Produces(MediaType.APPLICATION_JSON)
public class ReplayResource {
    private static final Logger LOGGER = Logger.getLogger(ReplayResource.class.getName());

    @Inject
    private Replays replays;

    @Inject
    private Events events;

    @Inject
    private Caller caller;

    @POST
    @RolesAllowed(Api.OPERATOR)
    public String replay(@PathParam("id") String text, @Context SecurityContext security) {
        UUID id = EventsResource.id(text);
        Replayed replayed = replays.replay(id, caller.reader().accountId(), security::isUserInRole);
        if (replayed == null) throw EventsResource.unknown();
        Payload payload = captured(replayed.eventId());
        if (!replayed.success()) {
            throw new Refused(Problem.of(502, "replay-failed", "Replay failed", "The operation ran and failed")
                    .with("success", false)
                    .with("replayEventId", replayed.eventId())
                    .with("replayedFrom", id)
                    .with("result", payload == null ? null : message(payload.error())));
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("replayEventId", replayed.eventId());
        answer.put("replayedFrom", id);
        if (payload != null && payload.response() != null) answer.put("result", json(payload.response()));
        return Json.write(answer);
    }

    /** What was captured of the new run, redacted and of a bounded size. It has run, whether that can be read or not. */
    private @Nullable Payload captured(UUID eventId) {
        try {
            return events.payload(eventId);
        } catch (LogUnavailable e) {
            LOGGER.log(Level.WARNING, e, () -> "Answered the replay " + eventId + " without its result");
            return null;
        }
    }

    /** Without the type: what the operation is made of does not belong into an answer. */
    private static @Nullable Object message(Payload.@Nullable Side error) {
        return error == null || error.json() == null
                ? null
                : Map.of("message", Json.read(error.json()).path("message"));
    }

    private static @Nullable Object json(Payload.@Nullable Side side) {
        return side == null || side.json() == null ? null : Json.read(side.json());
    }
}
