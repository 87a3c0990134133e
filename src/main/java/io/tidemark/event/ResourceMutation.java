package io.tidemark.event;

import java.util.Map;
import java.util.Objects;

/** A resource was created, updated or deleted. */
public record ResourceMutation(Mutation mutation, String resourceType, String resourceId) {
    /** @throws IllegalArgumentException if nothing was done */
    public ResourceMutation {
        if (mutation == Mutation.NONE) throw new IllegalArgumentException("mutation must be one");
    }

    /** The event, of type {@code resource.mutation}. */
    public AuditEvent event() {
        String type = Objects.requireNonNullElse(Fit.name(resourceType), "unknown");
        String id = Objects.requireNonNullElse(Fit.name(resourceId), "unknown");
        return AuditEvent.of("resource.mutation")
                .target(type, id)
                .metadata(Metadata.of(Map.of("mutation", mutation.text(), "resourceType", type, "resourceId", id)))
                .build();
    }
}
