package io.tidemark.event;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.resource.ClasspathResourceLoader;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A compiled JSON Schema, draft 2020-12. References leave neither the schema nor the class path. Thread-safe. */
final class MetadataSchema {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            registry -> registry.schemaLoader(new OwnClassLoader())
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .preloadSchema(true)
                            .locale(Locale.ROOT)
                            .build()));
    private static final Schema OF_SCHEMAS =
            REGISTRY.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

    private final String json;
    private final Schema compiled;

    private MetadataSchema(String json, Schema compiled) {
        this.json = json;
        this.compiled = compiled;
    }

    /** @throws IllegalArgumentException whose message is the end of "its schema …" */
    static MetadataSchema of(String json) {
        try {
            JsonNode schema = EventJson.MAPPER.readTree(json);
            if (schema.isMissingNode()) throw new IllegalArgumentException("is empty");
            for (Error error : OF_SCHEMAS.validate(schema)) {
                throw new IllegalArgumentException("is not valid at " + error.getInstanceLocation());
            }
            Schema compiled = REGISTRY.getSchema(schema);
            compiled.initializeValidators();
            // Finds what only shows in use: a reference to itself that never ends.
            compiled.validate(EventJson.MAPPER.createObjectNode(), OutputFormat.BOOLEAN);
            return new MetadataSchema(EventJson.MAPPER.writeValueAsString(schema), compiled);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not JSON", e);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("cannot be compiled", e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("refers to itself without end", e);
        }
    }

    String json() {
        return json;
    }

    /** Never throws: what cannot be checked does not fit. */
    boolean fits(Metadata metadata) {
        try {
            return compiled.validate(EventJson.MAPPER.readTree(metadata.json()), OutputFormat.BOOLEAN);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    /** Why not the default? It asks the thread's context class loader, which may be a server's own. */
    private static final class OwnClassLoader extends SchemaLoader {
        private final ClasspathResourceLoader resources =
                new ClasspathResourceLoader(SchemaRegistry.class::getClassLoader);

        OwnClassLoader() {
            super(List.of(), List.of());
        }

        @Override
        protected InputStreamSource getClasspathResource(AbsoluteIri iri) {
            return resources.getResource(iri);
        }
    }
}
