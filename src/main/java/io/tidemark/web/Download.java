package io.tidemark.web;

import io.tidemark.query.Export;
import io.tidemark.query.ExportFormat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;

/** Writes an export as the body of an answer. */
record Download(Export export, ExportFormat format, boolean gzip, Runnable allowed) {
    private static final Logger LOGGER = Logger.getLogger(Download.class.getName());
    private static final int BUFFER = 64 * 1_024;

    /** The body. What has begun and fails is broken off: it must not end like what is complete. */
    StreamingOutput body(HttpServletRequest request, HttpServletResponse response) {
        return out -> {
            try {
                write(out);
            } catch (IOException | RuntimeException e) {
                if (response.isCommitted()) {
                    BrokenOff.mark(request);
                    LOGGER.info(() -> "Broke off an export up to seq " + export.head() + " (" + e.getMessage() + ")");
                }
                throw e;
            }
        };
    }

    private void write(OutputStream out) throws IOException {
        // Until the buffer is full, a failure still becomes a problem document.
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        if (!gzip) {
            export.write(format, buffered, allowed);
            return;
        }
        GZIPOutputStream zipped = new GZIPOutputStream(buffered, BUFFER, true);
        export.write(format, zipped, allowed);
        zipped.finish();
        buffered.flush();
    }
}
