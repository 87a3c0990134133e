package io.tidemark.first;

import io.tidemark.capture.Audited;
import io.tidemark.event.Mutation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The whole business: to greet somebody. */
@Path("/greetings")
@ApplicationScoped
public class GreetingResource {
    @POST
    @Path("/{name}")
    @Audited(mutation = Mutation.CREATE, targetType = "greeting", target = "name")
    public String greet(@PathParam("name") String name) {
        return "Hello " + name;
    }
}
