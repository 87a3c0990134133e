package io.tidemark.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A response whose body begins with its first line: the server opens every event stream with two empty ones. */
final class WithoutLeadingLines extends HttpServletResponseWrapper {
    private @Nullable ServletOutputStream body;

    WithoutLeadingLines(HttpServletResponse response) {
        super(response);
    }

    /** JAX-RS sets one although the answer has gone out, as it has when it was a WebSocket's; the server would warn of it. */
    @Override
    public void setStatus(int status) {
        if (!isCommitted()) super.setStatus(status);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream stream = body;
        if (stream == null) {
            stream = new Body(super.getOutputStream());
            body = stream;
        }
        return stream;
    }

    private static final class Body extends ServletOutputStream {
        private final ServletOutputStream out;
        private boolean begun;

        Body(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            begun |= !isLineEnd((byte) b);
            if (begun) out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int skipped = 0;
            while (!begun && skipped < length) {
                if (isLineEnd(bytes[offset + skipped])) skipped++;
                else begun = true;
            }
            if (skipped < length) out.write(bytes, offset + skipped, length - skipped);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }

        private static boolean isLineEnd(byte b) {
            return b == '\n' || b == '\r';
        }
    }
}
