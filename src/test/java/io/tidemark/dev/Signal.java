package io.tidemark.dev;

import java.io.IOException;

/** A POSIX signal for a process by its id. */
public enum Signal {
    INT,
    QUIT,
    TERM,
    STOP,
    CONT;

    /** Sends it. Throws if the process is not there or not ours. */
    public void to(long pid) throws IOException {
        // The shell's own `kill`: a slim image has no /bin/kill.
        var kill = new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("process " + pid + " does not take SIG" + name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending SIG" + name(), e);
        }
    }
}
