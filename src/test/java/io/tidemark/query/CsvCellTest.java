package io.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                " =1",
                "\u00a0=1",
                "\u3000=1",
                "\u200f=1",
                "\ufeff=1",
                "\u200b\u202e =1",
                "＝1",
                "＋1",
                "－1",
                "＠A1",
                "﹦1",
                "\u22121"
            })
    void putsAnApostropheBeforeWhatASpreadsheetWouldRun(String text) {
        assertThat(CsvCell.of(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\rx", "\nx", "\n=1", "=a,b", "=\"x\""})
    void putsItInsideTheQuotes(String text) {
        assertThat(CsvCell.of(text)).startsWith("\"'").endsWith("\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "1-1", "a=b", "mail@example.com", "</script>", "'=1", "\u202eabc", "  a", "{'a':'=1'}"})
    void leavesTheRestAsItIs(String text) {
        assertThat(CsvCell.of(text)).isEqualTo(text);
    }

    @Test
    void quotesAsTheStandardWants() {
        assertThat(CsvCell.of("a,b")).isEqualTo("\"a,b\"");
        assertThat(CsvCell.of("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(CsvCell.of("a\r\nb")).isEqualTo("\"a\r\nb\"");
    }
}
