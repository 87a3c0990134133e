package io.tidemark.capture;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Lets the thread know its resource method, before anybody is refused. */
@Provider
@Priority(0)
public class ResourceOperation implements ContainerRequestFilter {
    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (Current.place() instanceof HttpPlace place && resource.getResourceMethod() != null) {
            place.enterResource(
                    resource.getResourceClass().getSimpleName() + "."
                            + resource.getResourceMethod().getName(),
                    () -> request.getSecurityContext().getUserPrincipal());
        }
    }
}
