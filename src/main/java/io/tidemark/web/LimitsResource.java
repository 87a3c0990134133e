package io.tidemark.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.emit.Ingestion;
import io.tidemark.event.EventLimits;
import io.tidemark.query.ExportFormat;
import io.tidemark.query.Span;
import io.tidemark.query.Statistics;
import io.tidemark.stream.StreamSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The limits of this server, so that no client has them written into its code. */
@Path("/limits")
@Produces(MediaType.APPLICATION_JSON)
public class LimitsResource {
    @Inject
    private StreamSettings streams;

    @Inject
    private Statistics statistics;

    record Limits(
            Page page, Export export, Stats stats, Stream stream, Ingested ingest, EventLimits event, Asked request) {}

    record Page(int min, int max, @JsonProperty("default") int byDefault) {}

    record Export(List<String> formats) {}

    record Stats(String maxWindow, int maxBuckets, int chosenBuckets, Page groups, Duration timeout) {}

    record Stream(int maxPerSession, int maxPerNode, int maxLast, Duration heartbeat, Duration retry, Duration lease) {}

    record Ingested(long bodyBytes, int lineBytes, int blockEvents, int answeredIds, Duration ahead) {}

    record Asked(int headerBytes) {}

    @GET
    @RolesAllowed(Api.READER)
    public String limits() {
        return Json.write(new Limits(
                new Page(1, Listing.MAX_PAGE, Listing.PAGE),
                new Export(Arrays.stream(ExportFormat.values())
                        .map(ExportFormat::text)
                        .toList()),
                new Stats(
                        "P" + Span.LONGEST.toDays() + "D",
                        Statistics.MAX_BUCKETS,
                        Span.CHOSEN_BUCKETS,
                        new Page(1, Statistics.MAX_GROUPS, Statistics.GROUPS),
                        statistics.timeout()),
                new Stream(
                        streams.perSession(),
                        streams.max(),
                        Handshake.NEWEST,
                        streams.heartbeat(),
                        streams.retry(),
                        streams.lease()),
                new Ingested(BodyLimit.BYTES, Line.BYTES, Ingest.BLOCK, Ingest.IDS, Ingestion.AHEAD),
                EventLimits.HELD,
                new Asked(Headers.MAX)));
    }
}
