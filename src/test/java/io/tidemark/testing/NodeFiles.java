package io.tidemark.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The directory of a node: its configuration, its applications, its logs. */
record NodeFiles(Path root, String name) {

    Path user() {
        return root.resolve("usr");
    }

    Path server() {
        return user().resolve("servers").resolve(name);
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path messages() {
        return logs().resolve("messages.log");
    }

    Path console() {
        return logs().resolve("console.log");
    }

    Path pid() {
        return root.resolve("pid");
    }

    /** Writes all of it anew. */
    void write(NodeSpec spec, int httpPort, int httpsPort) throws IOException {
        wipe();
        Files.createDirectories(logs());
        copyTree(spec.configuration(), server());
        copy(Node.BASE.resolve("target/driver/postgresql.jar"), user().resolve("shared/resources/postgresql.jar"));
        for (var app : spec.apps().entrySet()) {
            copy(app.getValue(), server().resolve("apps").resolve(app.getKey()));
        }
        override("test-variables.xml", variables(spec, httpPort, httpsPort));
        for (var snippet : spec.snippets().entrySet()) {
            override(snippet.getKey(), snippet.getValue());
        }
    }

    private void override(String file, String elements) throws IOException {
        var overrides = Files.createDirectories(server().resolve("configDropins/overrides"));
        Files.writeString(overrides.resolve(file), "<server>\n" + elements + "\n</server>\n");
    }

    private static String variables(NodeSpec spec, int httpPort, int httpsPort) {
        var all = new LinkedHashMap<String, String>();
        all.put("http.host", "127.0.0.1");
        all.put("http.port", Integer.toString(httpPort));
        all.put("https.port", Integer.toString(httpsPort));
        all.put("pg.url", spec.database().url());
        all.put("pg.user", "tidemark_app");
        all.put("pg.password", "tidemark_app");
        all.put("pg.owner.user", "tidemark");
        all.put("pg.owner.password", "tidemark");
        all.put("mp.jwt.verify.publickey", Tokens.publicKeyPem());
        all.put("mp.jwt.verify.issuer", Tokens.ISSUER);
        all.put("mp.jwt.verify.audiences", Tokens.AUDIENCE);
        all.put("tidemark.node", spec.name());
        all.putAll(spec.variables());
        return all.entrySet().stream().map(NodeFiles::variable).collect(Collectors.joining("\n"));
    }

    private static String variable(Map.Entry<String, String> entry) {
        return "  <variable name=\"%s\" value=\"%s\"/>".formatted(entry.getKey(), escape(entry.getValue()));
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            throw new IOException(from + " is not there; run mvn package first");
        }
        Files.createDirectories(to.resolveSibling("."));
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void wipe() throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
