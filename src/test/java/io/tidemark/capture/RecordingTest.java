package io.tidemark.capture;

import static io.tidemark.capture.Captured.argument;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    @SuppressWarnings("unused") // by reflection
    static class Bank {
        void pay(String from, @Sensitive int code, String cardToken) {}

        int balance(String of) {
            return 0;
        }

        @Sensitive
        String secretWord() {
            return "";
        }
    }

    @Test
    void takesTheNamesOfTheParametersAndTheirMarks() throws Exception {
        var method = Bank.class.getDeclaredMethod("pay", String.class, int.class, String.class);
        try (Recording recording = new Capture().begin(method, new Object[] {"a", 1234, "xyz"})) {
            Payload payload = recording.returned(null);

            assertThat(json(payload.request()))
                    .isEqualTo("{\"from\":\"a\",\"code\":\"[redacted]\",\"cardToken\":\"[redacted]\"}");
            assertThat(payload.response()).as("of a void method").isNull();
        }
    }

    @Test
    void redactsTheWholeResultOfAMarkedMethod() throws Exception {
        var marked = Bank.class.getDeclaredMethod("secretWord");
        var open = Bank.class.getDeclaredMethod("balance", String.class);
        var capture = new Capture();

        try (Recording first = capture.begin(marked, null);
                Recording second = capture.begin(open, new Object[] {"me"})) {
            assertThat(json(first.returned("xyzzy").response())).isEqualTo("\"[redacted]\"");
            assertThat(json(second.returned(12).response())).isEqualTo("12");
            assertThat(json(first.returned(null).request())).isEqualTo("{}");
        }
    }

    @Test
    void capturesTheArgumentsAsTheyWereBefore() {
        List<String> items = new ArrayList<>(List.of("before"));
        try (Recording recording = Captured.begin(argument("items", items))) {
            items.add("after");

            assertThat(json(recording.returned(items).request())).isEqualTo("{\"items\":[\"before\"]}");
            assertThat(json(recording.returned(items).response())).isEqualTo("[\"before\",\"after\"]");
        }
    }

    @Test
    void redactsHeadersByNameAndByLook() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("AUTHORIZATION", List.of("Basic eHg6eXk="));
        headers.put("Proxy-Authorization", List.of("x"));
        headers.put("cookie", List.of("a=b", "c=d"));
        headers.put("Set-Cookie", List.of("a=b"));
        headers.put("X-API-Key", List.of("k"));
        headers.put("X-Session-ID", List.of("s"));
        headers.put("X-Csrf-Token", List.of("t"));
        headers.put("Referer", List.of("https://a/?token=abc&x=1"));
        headers.put("Accept", List.of("text/html", "*/*"));
        try (Recording recording = Captured.begin()) {
            recording.headers(headers);

            assertThat(json(recording.returned(null).headers()))
                    .isEqualTo("{\"AUTHORIZATION\":\"[redacted]\",\"Proxy-Authorization\":\"[redacted]\","
                            + "\"cookie\":\"[redacted]\",\"Set-Cookie\":\"[redacted]\",\"X-API-Key\":\"[redacted]\","
                            + "\"X-Session-ID\":\"[redacted]\",\"X-Csrf-Token\":\"[redacted]\","
                            + "\"Referer\":\"https://a/?token=[redacted]&x=1\",\"Accept\":\"text/html, */*\"}");
        }
    }

    @Test
    void redactsTheFiveHeadersWhateverIsConfigured() {
        var conversion = new Conversion(SensitiveNames.of("nothing"), Captured.LIMIT);
        for (String name :
                List.of("Authorization", "proxy-authorization", "Cookie", "Set-Cookie", "X-API-Key", "x_api_key")) {
            Payload.Side side = conversion.headers(Map.of(name, List.of("value")), new Secrets());
            assertThat(side.json()).isEqualTo("{\"" + name + "\":\"[redacted]\"}");
            assertThat(side.redacted()).isTrue();
        }
        assertThat(conversion
                        .result(Map.of("password", "x"), false, new Secrets())
                        .json())
                .isEqualTo("{\"password\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wrong pin 90210-x", "login with password=90210-x failed", "90210-x", "two: 90210-x, 90210-x"})
    void keepsWhatWasRedactedOutOfTheMessage(String message) {
        try (Recording recording = Captured.begin(argument("password", "90210-x"), argument("who", "ada"))) {
            var failure = new IllegalStateException(message);

            Payload payload = recording.threw(failure);

            assertThat(json(payload.error()))
                    .doesNotContain("90210-x")
                    .contains("\"type\":\"java.lang.IllegalStateException\"", "[redacted]");
            assertThat(Objects.requireNonNull(payload.error()).redacted()).isTrue();
            assertThat(recording.message(failure)).doesNotContain("90210-x").contains("[redacted]");
            assertThat(payload.response()).isNull();
        }
    }

    record Login(String name, char[] pin) {}

    @Test
    void keepsStructuredSecretsOutOfTheMessage() {
        var credentials = Map.of("first", List.of("90210"), "second", new Login("90210-x", "45321-y".toCharArray()));
        try (Recording recording = Captured.begin(argument("credentials", credentials))) {
            assertThat(recording.message(new IllegalStateException("90210 90210-x 45321-y ada")))
                    .isEqualTo("[redacted] [redacted] [redacted] ada");
        }
        try (Recording recording = Captured.begin(argument("pin", "45321-y".toCharArray()))) {
            assertThat(recording.message(new IllegalStateException("not 45321-y")))
                    .isEqualTo("not [redacted]");
        }
    }

    @Test
    void keepsSecretsOfWhatIsNotCapturedOutOfTheMessage() throws Exception {
        var method = Bank.class.getDeclaredMethod("pay", String.class, int.class, String.class);

        assertThat(new Capture()
                        .message(new IllegalStateException("a 90210 xyzzy"), method, new Object[] {"a", 90_210, "xyzzy"
                        }))
                .isEqualTo("a [redacted] [redacted]");
    }

    /** PostgreSQL writes 1e390 with 391 digits. */
    @Test
    void dropsNotificationsWhoseNumbersAreTooLargeTogether() {
        var conversion = new Conversion(new SensitiveNames(SensitiveNames.DEFAULT), Payload.BYTES);
        var side = conversion.notification("x".repeat(900_000), new Secrets());
        var numbers = conversion.notification(
                java.util.Collections.nCopies(1_000, new java.math.BigDecimal("1e390")), new Secrets());

        assertThat(conversion.joined(List.of(side, numbers)).truncated()).isTrue();
    }

    @Test
    void keepsMessagesFitForAnEvent() {
        try (Recording recording = Captured.begin()) {
            assertThat(recording.message(new RuntimeException("😀".repeat(5_000))))
                    .isEqualTo("😀".repeat(1_024));
            assertThat(recording.message(new RuntimeException("a\0b"))).isEqualTo("a\u2400b");
            assertThat(recording.message(new RuntimeException("not redacted: 1")))
                    .isEqualTo("not redacted: 1");
            assertThat(recording.message(new RuntimeException())).isNull();
            assertThat(recording.message(new Things.SilentFailure())).isNull();
            assertThat(json(recording.threw(new Things.SilentFailure()).error()))
                    .isEqualTo("{\"type\":\"io.tidemark.capture.Things$SilentFailure\",\"message\":null}");
            assertThat(recording.message(new RuntimeException("x".repeat(1_000_000) + " password=abc")))
                    .hasSize(1_024);
        }
    }

    @Test
    void keepsTheFirstHundredNotificationsOfTheInnermostOne() {
        var notifications = new Notifications();
        notifications.add("nobody listens");
        try (Recording outer = Captured.begin()) {
            notifications.add(Map.of("token", "abc", "at", 0));
            try (Recording inner = Captured.begin()) {
                for (int i = 0; i < 103; i++) notifications.add(i);
                Payload payload = inner.returned(null);
                assertThat(json(payload.notifications())).startsWith("[0,1,").endsWith(",98,99]");
                assertThat(payload.droppedNotifications()).isEqualTo(3);
            }
            notifications.add(List.of("last"));
            Payload payload = outer.returned(null);
            assertThat(json(payload.notifications()))
                    .isEqualTo("[{\"token\":\"[redacted]\",\"at\":0},[\"last\"]]"
                            .replace("\"token\":\"[redacted]\",\"at\":0", tokenFirst(payload)));
            Payload.Side side = Objects.requireNonNull(payload.notifications());
            assertThat(side.bytes()).isEqualTo(json(side).length());
            assertThat(side.redacted()).isTrue();
        }
        assertThat(Recording.current()).isNull();
    }

    /** A map of two has no order. */
    private static String tokenFirst(Payload payload) {
        return json(payload.notifications()).startsWith("[{\"token")
                ? "\"token\":\"[redacted]\",\"at\":0"
                : "\"at\":0,\"token\":\"[redacted]\"";
    }

    @Test
    void dropsNotificationsThatAreTooLargeTogether() {
        var notifications = new Notifications();
        try (Recording recording = Captured.begin()) {
            for (int i = 0; i < 70; i++) notifications.add("x".repeat(998));

            assertThat(recording.returned(null).notifications())
                    .isEqualTo(new Payload.Side(null, 70 * 1_001 + 1, false, false));
        }
    }

    @Test
    void takesNotificationsAsDeepAsAnArrayHoldsThem() {
        Object nested = "bottom";
        for (int i = 0; i < 1_000; i++) nested = new Object[] {nested};
        try (Recording recording = Captured.begin()) {
            new Notifications().add(nested);

            assertThat(json(recording.returned(null).notifications())).contains("[nested deeper]");
        }
    }

    private static String json(Payload.@Nullable Side side) {
        return String.valueOf(Objects.requireNonNull(side).json());
    }
}
