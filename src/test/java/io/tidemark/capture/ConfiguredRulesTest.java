package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredRulesTest {
    private final Map<String, String> values = new TreeMap<>(Map.of("tidemark.capture.limit", "65536"));
    private final List<String> problems = new ArrayList<>();

    @Test
    void readsARuleByItsName() {
        rule("method", "com.acme.Bank#transfer");
        rule("type", "bank.transfer");
        rule("target-type", "account");
        rule("target", "order.to");
        rule("mutation", "update");
        rule("metadata", "order.amount, by=order.clerk");
        rule("record-on-error", "false");
        rule("capture", "true");
        rule("replayable", "true");

        var rule = read().get(0);

        assertThat(problems).isEmpty();
        assertThat(rule.type()).isEqualTo("com.acme.Bank");
        assertThat(rule.method()).isEqualTo("transfer");
        assertThat(rule.declared())
                .isEqualTo(new Declared(
                        "bank.transfer",
                        "",
                        "account",
                        "order.to",
                        Mutation.UPDATE,
                        List.of("order.amount", "by=order.clerk"),
                        false,
                        true,
                        true));
    }

    @Test
    void hasTheAnnotationsDefaults() {
        rule("method", "com.acme.Bank#transfer");

        assertThat(read().get(0).declared()).isEqualTo(Declared.of(Defaulted.class.getAnnotation(Audited.class)));
    }

    @Test
    void tellsOverloadedMethodsApart() {
        rule("method", "io.tidemark.capture.Shop#place(io.tidemark.capture.Shop.Order, int)");
        assertThat(read().get(0).names(Shop.method("place"))).isTrue();

        rule("method", "io.tidemark.capture.Shop#place(io.tidemark.capture.Shop.Order)");
        assertThat(read().get(0).names(Shop.method("place"))).isFalse();

        rule("method", "io.tidemark.capture.Shop#place");
        assertThat(read().get(0).names(Shop.method("place"))).isTrue();
        assertThat(read().get(0).names(Shop.method("cancel"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "method  | Bank.transfer | method must be such as com.acme.Bank#transfer, but was: Bank.transfer",
                "tpye    | login         | there is no key 'tpye'",
                "mutation | upsert       | mutation must be create, update or delete, but was: upsert",
                "capture | yes           | capture must be true or false, but was: yes"
            })
    void refusesWhatItDoesNotKnowAndNamesTheRule(String key, String value, String message) {
        rule("method", "com.acme.Bank#transfer");
        rule(key, value);

        assertThat(read()).isEmpty();
        assertThat(problems).containsExactly("tidemark.capture.rules.one: " + message);
    }

    @Test
    void refusesARuleWithoutMethod() {
        rule("type", "login");

        assertThat(read()).isEmpty();
        assertThat(problems).hasSize(1).first().asString().contains("but was: null");
    }

    private List<ConfiguredRule> read() {
        return new ConfiguredRules(values.keySet(), values::get).read(problems);
    }

    private void rule(String key, String value) {
        values.put("tidemark.capture.rules.one." + key, value);
    }

    @Audited
    private static final class Defaulted {}
}
