package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.tidemark.testing.Api;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description that the server gives is valid, and what the server answers is as described. */
class OpenApiIT {
    private static final Log LOG = new Log(Servers.node());
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft202012());

    @BeforeAll
    static void storeEvents() {
        LOG.store(ModelEvents.of("openapi", new Random().nextLong()).some(100));
    }

    @Test
    void isServedAndValid() {
        SwaggerParseResult parsed =
                new OpenAPIV3Parser().readContents(document().toString());

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths()).hasSize(19);
        assertThat(parsed.getOpenAPI().getInfo().getTitle()).isEqualTo("Tidemark");
        assertThat(document()
                        .path("components")
                        .path("securitySchemes")
                        .path("bearer")
                        .path("scheme")
                        .asString())
                .isEqualTo("bearer");
    }

    /** The server's own validator is stricter than the specification. */
    @Test
    void isValidForTheServer() {
        assertThat(LOG.node().logs()).contains("CWWKO1660I").doesNotContain("CWWKO1650E");
    }

    @ParameterizedTest
    @CsvSource({
        "Page, /api/v1/events?limit=100, audit-reader",
        "Page, /api/v1/events?limit=2, audit-reader",
        "Page, /api/v1/accounts/nobody/role-grants, audit-reader",
        "Series, /api/v1/events/stats, audit-reader",
        "Groups, /api/v1/events/stats?by=operation, audit-reader",
        "Summary, /api/v1/events/stats?by=summary, audit-reader",
        "Summary, /api/v1/events/stats?by=summary&service=nobody, audit-reader",
        "EventTypes, /api/v1/event-types, audit-reader",
        "Limits, /api/v1/limits, audit-reader",
        "Sessions, /api/v1/sessions, audit-admin",
        "Streams, /api/v1/streams, audit-admin",
        "Problem, /api/v1/events?limit=0, audit-reader",
        "Problem, /api/v1/events/stats?nonsense=1, audit-reader",
        "Problem, /api/v1/sessions, audit-reader",
        "Problem, /api/v1/events/export?after=9000000000000000000, audit-reader"
    })
    void answersAreAsDescribed(String schema, String path, String role) {
        String token = Token.of("openapi-" + UUID.randomUUID()).roles(role).sign();
        try (SseReader open = SseReader.open(LOG.node(), "/api/v1/stream", Log.readerToken())) {
            assertThat(open.status()).isEqualTo(200);

            assertThat(departures(schema, Api.of(LOG.node()).as(token).get(path).json()))
                    .isEmpty();
        }
    }

    @Test
    void exportsAreAsDescribed() {
        List<JsonNode> lines = Log.lines(
                LOG.reader().get("/api/v1/events/export?eventType=model.a*").body());

        assertThat(lines).hasSizeGreaterThan(1);
        for (JsonNode event : lines.subList(0, lines.size() - 1))
            assertThat(departures("Event", event)).isEmpty();
        assertThat(departures("ExportMarker", lines.get(lines.size() - 1))).isEmpty();
    }

    @Test
    void storingIsAsDescribed() {
        List<ObjectNode> events = ModelEvents.of("openapi", 1).some(20);
        for (ObjectNode event : events)
            assertThat(departures("NewEvent", event)).isEmpty();
        Api writer =
                Api.of(LOG.node()).as(Token.of("openapi").roles("audit-writer").sign());

        assertThat(departures(
                        "Stored",
                        writer.postJson("/api/v1/events", events.toString()).json()))
                .isEmpty();
        assertThat(departures(
                        "Problem", writer.postJson("/api/v1/events", "[{}]").json()))
                .isEmpty();
    }

    /** Where the answer is not what the schema says; one that it does not name is a departure as well. */
    static List<String> departures(String schema, JsonNode answer) {
        ObjectNode root = Log.JSON.createObjectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", document().path("components"));
        List<String> departures = new ArrayList<>();
        for (Error error : SCHEMAS.getSchema(root).validate(answer)) departures.add(error.toString());
        return departures;
    }

    private static JsonNode document() {
        return Log.JSON.readTree(Api.of(LOG.node()).get("/openapi?format=json").body());
    }
}
