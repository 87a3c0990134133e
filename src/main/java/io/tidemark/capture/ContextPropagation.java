package io.tidemark.capture;

import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.Map;

/** Takes the context of a request to the threads of managed executors (Jakarta Concurrency). */
public class ContextPropagation implements ThreadContextProvider {
    static final String TYPE = "Tidemark";

    /** Read now: when the task runs, the request may be gone. */
    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        if (Current.place() == null) return clearedContext(properties);
        RequestContext captured = Current.context();
        return () -> restorer(Current.enter(() -> captured));
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return () -> restorer(Current.enter(null));
    }

    @Override
    public String getThreadContextType() {
        return TYPE;
    }

    private static ThreadContextRestorer restorer(Current.Stay stay) {
        return stay::close;
    }
}
