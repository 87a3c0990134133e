package io.tidemark.capture;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;

/**
 * Puts {@link ContextFilter} before the application's own filters and servlets.
 *
 * <p>Why no {@code @WebFilter}? The order of annotated filters is the container's.
 */
public class ServletSetup implements ServletContainerInitializer {
    private static final String NAME = "tidemark-context";

    @Override
    public void onStartup(Set<Class<?>> types, ServletContext application) {
        if (application.getFilterRegistration(NAME) != null) return;
        FilterRegistration.Dynamic filter = application.addFilter(NAME, ContextFilter.class);
        filter.setAsyncSupported(true);
        EnumSet<DispatcherType> dispatches =
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        filter.addMappingForUrlPatterns(dispatches, false, "/*");
        application.addListener(RefusalListener.class);
    }
}
