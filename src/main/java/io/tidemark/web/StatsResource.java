package io.tidemark.web;

import io.tidemark.event.Condition;
import io.tidemark.event.Dimension;
import io.tidemark.event.Filter;
import io.tidemark.guard.Gate;
import io.tidemark.query.Span;
import io.tidemark.query.Statistics;
import io.tidemark.trace.Traces;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Numbers about events: over time, by a member, in one line. */
@Path("/events/stats")
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
    private static final Duration DEFAULT = Duration.ofHours(1);

    @Inject
    private Statistics statistics;

    @Inject
    private Gate gate;

    @Inject
    private Traces traces;

    @Inject
    private Caller caller;

    private final Clock clock = Clock.systemUTC();

    record Series(Instant from, Instant to, String bucket, List<Statistics.Bucket> buckets) {}

    record Groups(Instant from, Instant to, String by, List<Statistics.Group> groups, long other) {}

    @GET
    @RolesAllowed(Api.READER)
    @Accepts(
            value = {"by", "bucket", "limit"},
            filter = true)
    public String stats(@Context UriInfo uri) {
        String stats = counted(uri);
        // Asked again: what came after a revocation may have been counted.
        gate.check(caller.reader());
        return stats;
    }

    private String counted(UriInfo uri) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        String given = parameters.single("by");
        String by = given == null ? "time" : given;
        if (!by.equals("time")) refuse(parameters, "bucket", "bucket stands with by=time only");
        if (by.equals("time") || by.equals("summary")) refuse(parameters, "limit", "limit stands with groups only");
        Filter filter = Filter.of(uri.getQueryParameters());
        traces.querying(caller.reader(), "events.stats", filter.toString());
        Span span = span(filter);
        if (by.equals("time")) return overTime(parameters, span, filter);
        if (by.equals("summary")) return Json.write(statistics.summary(span, filter));
        Dimension dimension = dimension(by);
        int limit = parameters.number("limit", Statistics.GROUPS, 1, Statistics.MAX_GROUPS);
        Statistics.Groups groups = statistics.by(dimension, span, filter, limit);
        return Json.write(new Groups(span.from(), span.to(), by, groups.groups(), groups.other()));
    }

    private String overTime(Parameters parameters, Span span, Filter filter) {
        Duration given = parameters.duration("bucket");
        Duration bucket = given == null ? span.chosenBucket() : given;
        if (bucket.compareTo(Span.LONGEST) > 0) {
            throw new Refused(
                    Problem.parameter("bucket", "range", "bucket must be at most " + Span.LONGEST.toDays() + " days"));
        }
        if (span.buckets(bucket) > Statistics.MAX_BUCKETS) {
            throw new Refused(Problem.parameter(
                    "bucket", "range", "bucket must divide the window into at most " + Statistics.MAX_BUCKETS));
        }
        return Json.write(
                new Series(span.from(), span.to(), bucket.toString(), statistics.overTime(span, bucket, filter)));
    }

    /** The filter's window, or what is missing of it. */
    private Span span(Filter filter) {
        Instant to = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (Condition condition : filter.conditions()) {
            if (condition instanceof Condition.To given) to = given.time();
        }
        Instant from = to.minus(DEFAULT);
        for (Condition condition : filter.conditions()) {
            if (condition instanceof Condition.From given) from = given.time();
        }
        Span span = new Span(from, to);
        if (!span.from().isBefore(span.to())) {
            throw new Refused(Problem.parameter("from", "range", "from must be before to"));
        }
        if (span.length().compareTo(Span.LONGEST) > 0) {
            throw new Refused(Problem.parameter(
                    "from", "range", "from must be at most " + Span.LONGEST.toDays() + " days before to"));
        }
        return span;
    }

    private static Dimension dimension(String by) {
        for (Dimension dimension : Dimension.values()) {
            if (dimension.text().equals(by)) return dimension;
        }
        throw new Refused(Problem.parameter(
                "by", "enum", "by must be time, summary, eventType, outcome, account, service, operation or ip"));
    }

    private static void refuse(Parameters parameters, String name, String detail) {
        if (parameters.has(name)) throw new Refused(Problem.parameter(name, "exclusive", detail));
    }
}
