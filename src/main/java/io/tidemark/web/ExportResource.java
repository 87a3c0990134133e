package io.tidemark.web;

import io.tidemark.event.Filter;
import io.tidemark.guard.Gate;
import io.tidemark.query.Export;
import io.tidemark.query.ExportFormat;
import io.tidemark.query.Exports;
import io.tidemark.stream.Cursors;
import io.tidemark.stream.Reader;
import io.tidemark.trace.Traces;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** The log as a file of any size, oldest event first. */
@Path("/events/export")
public class ExportResource {
    @Inject
    private Exports exports;

    @Inject
    private Cursors cursors;

    @Inject
    private Gate gate;

    @Inject
    private Traces traces;

    @Inject
    private Caller caller;

    @GET
    @Produces(MediaType.WILDCARD)
    @RolesAllowed(Api.READER)
    @Accepts(
            value = {"format", "after"},
            filter = true)
    public Response export(
            @Context UriInfo uri,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String acceptEncoding) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        ExportFormat format = format(parameters.single("format"));
        Long position = parameters.position("after");
        Filter filter = Filter.of(uri.getQueryParameters());
        // Zero is the beginning, wherever that is by now; any other position must still be there.
        Export export = exports.after(position == null || position == 0 ? 0 : cursors.after(position), filter);
        long after = export.after();
        traces.exporting(caller.reader(), format.text(), after, export.head(), filter);
        boolean gzip = AcceptEncoding.allowsGzip(acceptEncoding);
        Reader reader = caller.reader();
        // The head was read first: no position of the export is above a revocation that this does not see.
        Download download = new Download(export, format, gzip, () -> gate.check(reader));
        Response.ResponseBuilder answer = Response.ok(download.body(request, response))
                .type(format == ExportFormat.CSV ? "text/csv;charset=utf-8;header=present" : Api.NDJSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name(after, export, format) + "\"")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (gzip) answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        return answer.build();
    }

    /** Without it, JAX-RS would make an export that nobody reads. */
    @HEAD
    @RolesAllowed(Api.READER)
    public Response head() {
        throw new NotAllowedException(HttpMethod.GET);
    }

    /** The positions that the file covers. */
    private static String name(long after, Export export, ExportFormat format) {
        return "tidemark-" + (after + 1) + "-" + export.head() + "." + format.text();
    }

    private static ExportFormat format(@Nullable String text) {
        if (text == null) return ExportFormat.NDJSON;
        for (ExportFormat format : ExportFormat.values()) {
            if (format.text().equals(text)) return format;
        }
        throw new Refused(Problem.parameter("format", "enum", "format must be ndjson or csv"));
    }
}
