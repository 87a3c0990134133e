package io.tidemark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Stops the shared servers; JUnit finds it by its service file. */
public final class ServersListener implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        try {
            Servers.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
