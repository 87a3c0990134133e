package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testing.Servers;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.microshed.testing.jaxrs.RestClientBuilder;
import org.microshed.testing.jupiter.MicroShedTest;
import tools.jackson.databind.json.JsonMapper;

/** The API as a Java application calls it: through an interface, by MicroShed Testing. */
@ExtendWith(EventsClientIT.OnTheSharedNode.class)
@MicroShedTest
public class EventsClientIT {

    /** The API's paths as Jakarta REST has them. */
    @Path("/events")
    public interface EventsClient {
        @POST
        @Consumes("application/json")
        @Produces("application/json")
        String store(String event);

        @GET
        @Produces("application/json")
        String page(@QueryParam("account") String account, @QueryParam("limit") int limit);

        @GET
        @Path("/{id}")
        @Produces("application/json")
        String find(@PathParam("id") String id);
    }

    /** Tells MicroShed Testing, before it looks, where the server runs: it starts none. */
    static final class OnTheSharedNode implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            System.setProperty("microshed_manual_env", "true");
            System.setProperty("microshed_hostname", "127.0.0.1");
            System.setProperty(
                    "microshed_http_port", Integer.toString(Servers.node().httpPort()));
            System.setProperty("microshed_app_context_root", "/api/v1");
        }
    }

    private final EventsClient writer = as("audit-writer");
    private final EventsClient reader = as("audit-reader");

    @Test
    void storesAndFindsAnEvent() {
        String account = Callers.someone();

        String stored = writer.store(Callers.json(Map.of("eventType", "wire_test", "accountId", account)));
        String id = JsonMapper.shared().readTree(stored).path("ids").path(0).asString();
        Callers.seqOf(id);

        assertThat(JsonMapper.shared()
                        .readTree(reader.find(id))
                        .path("accountId")
                        .asString())
                .isEqualTo(account);
        assertThat(JsonMapper.shared()
                        .readTree(reader.page(account, 5))
                        .path("events")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void isRefusedWithoutTheRole() {
        assertThatThrownBy(() -> writer.page(Callers.someone(), 5))
                .isInstanceOfSatisfying(
                        ClientErrorException.class,
                        e -> assertThat(e.getResponse().getStatus()).isEqualTo(403));
    }

    private static EventsClient as(String role) {
        return new RestClientBuilder().withJwt(Callers.token(role)).build(EventsClient.class);
    }
}
