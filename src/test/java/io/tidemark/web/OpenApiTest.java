package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.tidemark.event.Filter;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The description names each operation of the resources, its role and its parameters, and no others. */
class OpenApiTest {
    private static final SwaggerParseResult PARSED = parsed();

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
                .allMatch(operation -> operation.getResponses().keySet().containsAll(List.of("401", "403")))
                .allMatch(operation -> operation.getResponses().containsKey("200")
                        || operation.getResponses().containsKey("101"));
    }

    @Test
    void namesEveryOperationOnceAndSaysWhatItIsFor() {
        assertThat(operations().values().stream().map(Operation::getOperationId))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(operations().values().stream().map(Operation::getSummary)).doesNotContainNull();
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
