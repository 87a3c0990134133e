package io.tidemark.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tidemark.emit.Catalogue;
import io.tidemark.event.EventType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event types that this server knows. */
@Path("/event-types")
@Produces(MediaType.APPLICATION_JSON)
public class CatalogueResource {
    @Inject
    private Catalogue catalogue;

    record Type(
            String name,
            boolean metadataRequired,
            @JsonRawValue @Nullable String schema) {
        static Type of(EventType type) {
            return new Type(type.name(), type.metadataRequired(), type.schema());
        }
    }

    @GET
    @RolesAllowed(Api.READER)
    public String types() {
        List<Type> types = catalogue.types().all().stream().map(Type::of).toList();
        return Json.write(Map.of("eventTypes", types));
    }
}
