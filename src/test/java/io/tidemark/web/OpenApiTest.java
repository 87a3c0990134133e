package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.tidemark.event.Filter;
import io.tidemark.guard.Refusals;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description names each operation of the resources, its role and its parameters, and no others, and shows each. */
class OpenApiTest {
    private static final SwaggerParseResult PARSED = parsed();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft202012());

    @Test
    void isValid() {
        assertThat(PARSED.getMessages()).isEmpty();
    }

    @Test
    void describesTheOperationsOfTheResourcesAndTheirRoles() {
        Map<String, String> described = new TreeMap<>();
        operations()
                .forEach((name, operation) ->
                        described.put(name, "[" + operation.getExtensions().get("x-role") + "]"));
        Map<String, String> real = new TreeMap<>();
        methods()
                .forEach((name, method) -> real.put(
                        name,
                        Arrays.toString(method.getAnnotation(RolesAllowed.class).value())));

        assertThat(described).isEqualTo(real).isNotEmpty();
    }

    @Test
    void describesTheQueryParametersThatAreAccepted() {
        methods().forEach((name, method) -> {
            List<String> described = new ArrayList<>();
            for (Parameter parameter :
                    parameters(Objects.requireNonNull(operations().get(name), name))) {
                if (parameter.getIn().equals("query")) described.add(parameter.getName());
            }
            Accepts accepts = method.getAnnotation(Accepts.class);
            List<String> named = accepts == null ? List.of() : List.of(accepts.value());
            assertThat(described).as(name).containsAll(named).doesNotHaveDuplicates();
            described.removeAll(named);
            if (accepts == null || !accepts.filter()) {
                assertThat(described).as(name).isEmpty();
            } else {
                assertThat(described).as(name).contains("eventType", "metadata", "request", "response", "q");
                described.removeAll(List.of("metadata", "request", "response"));
                assertThat(described).as(name).allMatch(Filter::isParameter);
            }
        });
    }

    @Test
    void describesErrorsAsProblemDocuments() {
        operations()
                .forEach((name, operation) -> operation.getResponses().forEach((status, response) -> {
                    if (status.startsWith("1") || status.startsWith("2")) return;
                    assertThat(response.getContent().keySet())
                            .as(name + " " + status)
                            .containsExactly(Problem.MEDIA_TYPE);
                }));
        assertThat(operations().values())
                .allMatch(operation ->
                        operation.getResponses().keySet().containsAll(List.of("400", "401", "403", "503", "default")))
                .allMatch(operation ->
                        operation.getResponses().keySet().stream().anyMatch(status -> status.matches("101|20[01]")));
    }

    @Test
    void namesEveryOperationOnceAndSaysWhatItIsFor() {
        assertThat(operations().values().stream().map(Operation::getOperationId))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(operations().values().stream().map(Operation::getSummary)).doesNotContainNull();
    }

    /** As {@link Refusals} counts them. */
    @Test
    void showsEveryProblemOfWhichTheTextSpeaks() {
        Set<String> shown = new TreeSet<>();
        operations().values().stream()
                .flatMap(operation -> operation.getResponses().values().stream())
                .map(ApiResponse::getContent)
                .filter(content -> content != null && content.containsKey(Problem.MEDIA_TYPE))
                .flatMap(content -> examples(content.get(Problem.MEDIA_TYPE)).stream())
                .forEach(problem -> shown.add(problem.path("type").asString().replaceFirst(".*/", "")));

        assertThat(shown).containsExactlyInAnyOrderElementsOf(Refusals.REASONS);
        assertThat(api().getInfo().getDescription())
                .contains(
                        Refusals.REASONS.stream().map(name -> "`" + name + "`").toList());
    }

    /** Each with the status of the answer that it is an example of, and under its own name. */
    @Test
    void showsProblemsUnderTheirStatus() {
        operations()
                .forEach((name, operation) -> operation.getResponses().forEach((status, response) -> {
                    Content content = response.getContent();
                    if (content == null || !content.containsKey(Problem.MEDIA_TYPE)) return;
                    content.get(Problem.MEDIA_TYPE).getExamples().forEach((key, example) -> {
                        JsonNode problem = json(example.getValue());
                        assertThat(problem.path("type").asString()).as(name).endsWith("/" + key);
                        if (!status.equals("default")) {
                            assertThat(problem.path("status").asString())
                                    .as(name)
                                    .isEqualTo(status);
                        }
                    });
                }));
    }

    @Test
    void explainsAndShowsEveryParameter() {
        operations()
                .forEach((name, operation) -> parameters(operation).forEach(parameter -> {
                    String what = name + ", " + parameter.getName();
                    assertThat(parameter.getDescription()).as(what).isNotBlank();
                    assertThat(parameter.getExample()).as(what).isNotNull();
                    assertThat(departures(parameter.getSchema(), json(parameter.getExample())))
                            .as(what)
                            .isEmpty();
                }));
    }

    @Test
    void showsEveryBodyAndEveryAnswerAsItsSchemaSays() {
        operations().forEach((name, operation) -> {
            RequestBody body = operation.getRequestBody();
            if (body != null) showsAll(name + ", body", body.getContent());
            operation.getResponses().forEach((status, response) -> {
                String what = name + " " + status;
                assertThat(response.getDescription()).as(what).isNotBlank();
                if (!status.equals("101")) showsAll(what, response.getContent());
                if (response.getHeaders() == null) return;
                response.getHeaders()
                        .forEach((header, described) -> assertThat(described.getDescription())
                                .as(what + ", " + header)
                                .isNotBlank());
            });
        });
    }

    @Test
    void explainsEverySchema() {
        assertThat(api().getComponents().getSchemas()).isNotEmpty();
        api().getComponents()
                .getSchemas()
                .forEach((name, schema) ->
                        assertThat(schema.getDescription()).as(name).isNotBlank());
    }

    private static void showsAll(String what, @Nullable Content content) {
        assertThat(content).as(what).isNotEmpty();
        Objects.requireNonNull(content).forEach((media, type) -> {
            List<JsonNode> examples = examples(type);
            assertThat(examples).as(what + ", " + media).isNotEmpty();
            for (JsonNode example : examples) {
                assertThat(departures(type.getSchema(), example))
                        .as(what + ", " + media)
                        .isEmpty();
            }
        });
    }

    private static List<JsonNode> examples(MediaType type) {
        List<JsonNode> examples = new ArrayList<>();
        if (type.getExample() != null) examples.add(json(type.getExample()));
        if (type.getExamples() != null) {
            type.getExamples().values().forEach(example -> examples.add(json(example.getValue())));
        }
        return examples;
    }

    private static JsonNode json(Object example) {
        return JsonMapper.shared().readTree(Json31.pretty(example));
    }

    /** Where an example is not what the schema says. */
    private static List<String> departures(Schema<?> schema, JsonNode example) {
        return SCHEMAS.getSchema(json(schema)).validate(example).stream()
                .map(Error::toString)
                .toList();
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> operations = new TreeMap<>();
        for (Map.Entry<String, PathItem> path : api().getPaths().entrySet()) {
            path.getValue()
                    .readOperationsMap()
                    .forEach((method, operation) -> operations.put(method + " " + path.getKey(), operation));
        }
        return operations;
    }

    private static List<Parameter> parameters(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    /** HEAD is there to be refused. */
    private static Map<String, Method> methods() {
        Map<String, Method> methods = new TreeMap<>();
        new ClassFileImporter()
                .importPackages(OpenApiTest.class.getPackageName()).stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(type -> type.reflect())
                        .forEach(resource -> {
                            for (Method method : resource.getDeclaredMethods()) add(methods, resource, method);
                        });
        return methods;
    }

    private static void add(Map<String, Method> methods, Class<?> resource, Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (http == null || annotation instanceof HEAD) continue;
            Path own = method.getAnnotation(Path.class);
            String path =
                    "/api/v1/" + resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
            methods.put(http.value() + " " + path.replaceAll("/+", "/").replaceAll("/$", ""), method);
        }
    }

    private static OpenAPI api() {
        return PARSED.getOpenAPI();
    }

    private static SwaggerParseResult parsed() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            if (in == null) throw new IllegalStateException("openapi.yaml is missing");
            ParseOptions options = new ParseOptions();
            options.setResolve(true);
            options.setResolveFully(true);
            return new OpenAPIV3Parser()
                    .readContents(new String(in.readAllBytes(), StandardCharsets.UTF_8), null, options);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
