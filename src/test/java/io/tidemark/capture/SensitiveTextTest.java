package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveTextTest {
    private final SensitiveNames names = new SensitiveNames(SensitiveNames.DEFAULT);
    private final SensitiveText text = new SensitiveText(names);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "oldPassword",
                "user_passwd",
                "token",
                "accessToken",
                "clientSecret",
                "authorization",
                "apiKey",
                "api-key",
                "API_KEY",
                "x.api.key",
                "credentials",
                "bearer",
                "cookieJar",
                "jwt",
                "sessionId",
                "session-id",
                "SESSION_ID",
                "privateKey",
                "private-key",
                "ｐａｓｓｗｏｒｄ",
                "pass\0word",
                "p a s s w o r d",
                "maxTokens"
            })
    void knowsANameByItsLettersAndDigits(String name) {
        assertThat(names.match(name)).isTrue();
        assertThat(names.matchHeader(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "pass", "tok", "key", "session", "api", "", "😀", "_-_"})
    void letsOthersBe(String name) {
        assertThat(names.match(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password=abc&x=1 | password=[redacted]&x=1",
                "x=1&access_token=abc | x=1&access_token=[redacted]",
                "https://h/p?a=b&token=abc#f | https://h/p?a=b&token=[redacted]",
                "https://u:abc@h/p | https://[redacted]@h/p",
                "Authorization: Bearer abc.def | Authorization: [redacted]",
                "sent bearer abcdefgh.ijk now | sent [redacted] now",
                "got eyJhbGciOi.eyJzdWIi.c2ln. | got [redacted].",
                "{\"secret\" : \"a b\\\"c\", \"x\":1} | {\"secret\" : [redacted], \"x\":1}",
                "{\\\"secret\\\":\\\"abc\\\"} | {\\\"secret\\\":[redacted]}",
                "secret: 'a b' c | secret: [redacted] c",
                "password='abc | password=[redacted]",
                "a password=b password=c | a password=[redacted] password=[redacted]",
                "-----BEGIN RSA PRIVATE KEY-----abc-----END RSA PRIVATE KEY----- x | [redacted] x",
                "-----BEGIN PRIVATE KEY-----abc | [redacted]",
                "password=[redacted] x | password=[redacted] x",
                "nothing: to see=here | nothing: to see=here",
                "the password is long | the password is long"
            })
    void masksWhatLooksLikeASecret(String given, String masked) {
        assertThat(text.masked(given)).isEqualTo(masked);
    }

    /** A pattern that tries everything twice would not come back. */
    @Test
    void takesTimeThatGrowsWithTheText() {
        for (String piece :
                new String[] {"a:", "a=\"", "a='", "\\\"a\\\":", "-----BEGIN ", "://a", "eyJaaaaa.", "eyJ-", "a-", " "
                }) {
            String large = piece.repeat(1_000_000 / piece.length());
            assertThat(text.masked(large)).as(piece).isNotEmpty();
        }
    }
}
