package io.tidemark.dev;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns the password logins of an OpenSSH server's log into {@code login} events and posts them. The same line always gets
 * the same id, so that importing a file again stores nothing twice.
 *
 * <p>Needs the JDK only: {@code java OpenSshImport.java --token TOKEN FILE}.
 */
public final class OpenSshImport {
    private static final Pattern LINE = Pattern.compile(
            "(?<time>\\w{3} +\\d+ [\\d:]{8}) (?<host>\\S+) sshd\\[(?<pid>\\d+)]: (?:message repeated (?<times>\\d+) times: \\[ )?"
                    + "(?<result>Failed|Accepted) password for (?<unknown>invalid user )?(?<user>.*) from (?<ip>\\S+) port (?<port>\\d+) ssh2]?");

    private OpenSshImport() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:9080";
        String token = "";
        List<String> files = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--url") && i + 1 < args.length) url = args[++i];
            else if (args[i].equals("--token") && i + 1 < args.length) token = args[++i];
            else files.add(args[i]);
        }
        if (files.size() != 1 || token.isEmpty()) {
            System.err.println("usage: java OpenSshImport.java [--url http://127.0.0.1:9080] --token TOKEN FILE");
            System.exit(2);
        }
        try {
            HttpResponse<String> answer = post(URI.create(url), token, Path.of(files.get(0)));
            System.out.println(answer.body());
            if (answer.statusCode() >= 300) System.exit(1);
        } catch (ConnectException e) {
            System.err.println("No server at " + url);
            System.exit(1);
        }
    }

    /** Posts the file's logins as newline-delimited JSON. */
    public static HttpResponse<String> post(URI server, String token, Path file)
            throws IOException, InterruptedException {
        String body = events(file).stream().collect(Collectors.joining("\n"));
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/events"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The file's logins as JSON, one a login: a repeated message is as many. */
    public static List<String> events(Path file) throws IOException {
        List<String> events = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            Matcher login = LINE.matcher(line);
            if (!login.matches()) continue;
            int times = login.group("times") == null ? 1 : Integer.parseInt(login.group("times"));
            for (int i = 0; i < times; i++) events.add(event(login, number + "/" + i + " " + line));
        }
        return events;
    }

    private static String event(Matcher login, String name) {
        boolean accepted = login.group("result").equals("Accepted");
        boolean known = login.group("unknown") == null;
        String user = login.group("user");
        StringBuilder json = new StringBuilder("{\"eventType\":\"login\"");
        member(
                json,
                "id",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        member(json, "outcome", accepted ? "success" : "failure");
        member(json, "occurredAt", time(login.group("time")).toString());
        member(json, "service", "sshd");
        member(json, "operation", "password");
        member(json, "nodeId", login.group("host"));
        if (known) member(json, "accountId", user);
        if (!accepted) {
            member(json, "errorCategory", "authn");
            member(json, "errorCode", known ? "wrong_password" : "unknown_user");
        }
        member(json, "ip", login.group("ip"));
        json.append(",\"metadata\":{\"username\":\"").append(escaped(user)).append('"');
        json.append(",\"port\":").append(login.group("port"));
        json.append(",\"pid\":").append(login.group("pid")).append("}}");
        return json.toString();
    }

    /** The log has no year: the last one in which the time does not lie in the future. */
    private static Instant time(String text) {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        DateTimeFormatter format = new DateTimeFormatterBuilder()
                .appendPattern("MMM d HH:mm:ss")
                .parseDefaulting(ChronoField.YEAR, now.getYear())
                .toFormatter(Locale.ENGLISH);
        LocalDateTime time = LocalDateTime.parse(text.replaceAll(" +", " "), format);
        return (time.isAfter(now) ? time.minusYears(1) : time).toInstant(ZoneOffset.UTC);
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"").append(escaped(value)).append('"');
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') escaped.append('\\').append(c);
            else if (c < ' ') escaped.append(String.format("\\u%04x", (int) c));
            else escaped.append(c);
        }
        return escaped.toString();
    }
}
