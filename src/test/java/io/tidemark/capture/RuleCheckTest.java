package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Mutation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCheckTest {
    @Test
    void takesWhatTheAnnotationSays() {
        var rule = Shop.rule("place");

        assertThat(rule.type()).isEqualTo("login");
        assertThat(rule.operation()).isEqualTo("Shop.place");
        assertThat(rule.targetType()).isEqualTo("account");
        assertThat(rule.target()).hasToString("order.customer.name");
        assertThat(rule.metadata()).containsOnlyKeys("id", "vip", "article");
        assertThat(rule.roles()).isEqualTo(Set.of("teller", "boss"));
        assertThat(rule.recordOnError()).isTrue();
        assertThat(rule.capture()).isFalse();
        assertThat(rule.replayable()).isFalse();
    }

    @Test
    void takesTheMutationForTheTypeAndTheMarkedArgumentForTheTarget() {
        var rule = Shop.rule("cancel");

        assertThat(rule.type()).isEqualTo("resource.mutation");
        assertThat(rule.mutation()).isEqualTo(Mutation.DELETE);
        assertThat(target(rule, "r", new Shop.Order(7, new Shop.Customer("a"), Map.of(), List.of())))
                .isEqualTo(7L);
    }

    @Test
    void readsTheResultThatComesLater() {
        var rule = Shop.rule("later");

        assertThat(rule.operation()).isEqualTo("shop.later");
        assertThat(Objects.requireNonNull(rule.target()).value(new Object[0], new Shop.Line("x")))
                .isEqualTo("x");
    }

    @Test
    void leavesOpenWhatOnlyTheRunningSystemKnows() {
        assertThat(Shop.rule("open").target()).hasToString("order.notes.anything.at.all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missingArgument   | there is no argument 'basket', only order",
                "badPath           | the path 'order.number' leads nowhere: Order has no 'number'",
                "emptyPart         | the path 'order..id' has an empty part",
                "noValue           | leads nowhere: Customer has no 'close'",
                "noResult          | the method has no result",
                "badMetadata       | leads nowhere: Order has no 'number'",
                "doubledMetadata   | metadata has the member 'id' twice",
                "noType            | a type or a mutation is required",
                "noTarget          | a target or an argument with @AuditTarget is required",
                "typeWithoutTarget | a target or an argument with @AuditTarget is required",
                "twoTargets        | it has both a target and an argument with @AuditTarget",
                "twoMarks          | two arguments have @AuditTarget",
                "badMark           | leads nowhere: Order has no 'number'",
                "badOperation      | operation must be a line of 255 characters",
                "hidden            | a static, private or final method is not intercepted",
                "global            | a static, private or final method is not intercepted",
                "closed            | a static, private or final method is not intercepted",
                "replayableOnly    | replayable needs capture",
                "replayableLater   | an asynchronous method cannot be replayable"
            })
    void refusesARuleThatDoesNotFitAndNamesTheMethod(String method, String message) {
        assertThatThrownBy(() -> Shop.rule(method))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("@Audited on io.tidemark.capture.Shop#" + method + ": ")
                .hasMessageContaining(message);
    }

    private static @Nullable Object target(AuditedRule rule, Object... arguments) {
        return Objects.requireNonNull(rule.target()).value(arguments, null);
    }
}
