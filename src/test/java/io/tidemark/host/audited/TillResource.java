package io.tidemark.host.audited;

import io.tidemark.capture.AuditTarget;
import io.tidemark.capture.Audited;
import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;

/** The till over JAX-RS. */
@Path("/")
@RequestScoped
@SuppressWarnings("NullAway.Init") // injected
public class TillResource {
    @Inject
    private Till till;

    @Resource
    private ManagedExecutorService executor;

    @POST
    @Path("run/{operation}")
    public String run(@PathParam("operation") String operation, @QueryParam("probe") String probe) {
        return Answers.of(() -> till.run(operation, probe));
    }

    @POST
    @Path("audited")
    @RolesAllowed("teller")
    @Audited(type = BankTypes.TRANSFER, targetType = "probe", metadata = "probe")
    public String audited(@QueryParam("probe") @AuditTarget String probe) {
        return "{}";
    }

    @GET
    @Path("teller")
    @RolesAllowed("teller")
    public String teller() {
        return "{}";
    }

    @GET
    @Path("forbidden")
    public String forbidden() {
        throw new ForbiddenException();
    }

    @GET
    @Path("forbidden/audited")
    @Audited(type = BankTypes.TRANSFER)
    public String forbiddenAndAudited() {
        throw new ForbiddenException();
    }

    @GET
    @Path("forbidden/later")
    public void forbiddenLater(@Suspended AsyncResponse response) {
        executor.execute(() -> response.resume(new ForbiddenException()));
    }
}
