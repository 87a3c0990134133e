package io.tidemark.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** What a socket receives, byte by byte, up to a cut. One thread reads; any thread may cut. */
final class RawInput extends InputStream {

    private static final long ENDLESS = Long.MAX_VALUE;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[4096];
    private final AtomicLong left = new AtomicLong(ENDLESS);
    private int next;
    private int end;

    RawInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Resets the connection as soon as this many more bytes have come in from the network. */
    void cutAfter(long bytes) throws IOException {
        left.set(bytes);
        if (bytes == 0) {
            cut();
        }
    }

    boolean isCut() {
        return left.get() == 0;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        // readNBytes asks for nothing once it has all, and must not wait for more.
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = Math.min(length, end - next);
        System.arraycopy(buffer, next, target, offset, taken);
        next += taken;
        return taken;
    }

    private boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        if (isCut()) {
            return false;
        }
        int received = in.read(buffer);
        if (received < 0) {
            return false;
        }
        next = 0;
        // The limit may have come while this thread was reading: what is beyond it was not received.
        long before = left.getAndUpdate(bytes -> bytes == ENDLESS ? ENDLESS : Math.max(0, bytes - received));
        end = (int) Math.min(received, before);
        if (isCut()) {
            cut();
        }
        return end > 0;
    }

    private void cut() throws IOException {
        socket.setSoLinger(true, 0); // RST, not FIN: as a machine that loses its power
        socket.close();
    }
}
