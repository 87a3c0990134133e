package io.tidemark.web;

import io.tidemark.query.Export;
import io.tidemark.query.ExportFormat;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** The body of an export. */
record Download(Export export, ExportFormat format, boolean gzip, Runnable allowed) implements StreamingOutput {
    private static final int BUFFER = 64 * 1_024;

    /** Closes nothing when it fails: what was cut must not end like what is complete. */
    @Override
    public void write(OutputStream out) throws IOException {
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
