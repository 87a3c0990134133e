package io.tidemark.capture;

import io.tidemark.event.Mutation;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Methods with rules, right and wrong. */
@SuppressWarnings("unused")
class Shop {
    record Line(String article) {}

    record Order(long id, @Nullable Customer customer, Map<String, Object> notes, List<String> tags) {}

    /** As Java has had it for long. */
    static class Customer {
        private final String name;

        Customer(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        public boolean isVip() {
            return true;
        }

        public String getBroken() {
            throw new IllegalStateException("no");
        }

        public void close() {}
    }

    @Audited(
            type = "login",
            targetType = "account",
            target = "order.customer.name",
            metadata = {"order.id", "vip=order.customer.vip", "result.article"})
    @RolesAllowed({"teller", "boss"})
    Line place(Order order, int count) {
        return new Line("a");
    }

    @Audited(mutation = Mutation.DELETE, targetType = "order")
    void cancel(String reason, @AuditTarget("id") Order order) {}

    @Audited(type = "login", operation = "shop.later", target = "result.article")
    CompletionStage<Line> later() {
        return CompletableFuture.completedFuture(new Line("a"));
    }

    @Audited(type = "login", target = "order.notes.anything.at.all")
    void open(Order order) {}

    record Login(String name, String password, @Sensitive String pin) {}

    @Audited(
            type = "login",
            target = "where",
            metadata = {"login", "login.password", "login.pin", "where"})
    void login(Login login, String where) {}

    @Audited(type = "login")
    private void hidden() {}

    @Audited(type = "login")
    static void global() {}

    @Audited(type = "login")
    final void closed() {}

    @Audited(type = "login", target = "basket.id")
    void missingArgument(Order order) {}

    @Audited(type = "login", target = "order.number")
    void badPath(Order order) {}

    @Audited(type = "login", target = "order..id")
    void emptyPart(Order order) {}

    @Audited(type = "login", target = "order.customer.close")
    void noValue(Order order) {}

    @Audited(type = "login", target = "result.id")
    void noResult(Order order) {}

    @Audited(type = "login", metadata = "order.number")
    void badMetadata(Order order) {}

    @Audited(
            type = "login",
            metadata = {"id=order.id", "order.id"})
    void doubledMetadata(Order order) {}

    @Audited
    void noType() {}

    @Audited(mutation = Mutation.CREATE)
    void noTarget() {}

    @Audited(type = "login", targetType = "order")
    void typeWithoutTarget() {}

    @Audited(type = "login", target = "order.id")
    void twoTargets(@AuditTarget("id") Order order) {}

    @Audited(type = "login")
    void twoMarks(@AuditTarget("id") Order one, @AuditTarget("id") Order two) {}

    @Audited(type = "login")
    void badMark(@AuditTarget("number") Order order) {}

    @Audited(type = "login", operation = "a\nb")
    void badOperation() {}

    @Audited(type = "login", replayable = true)
    void replayableOnly() {}

    @Audited(type = "login", replayable = true, capture = true)
    @jakarta.ejb.Asynchronous
    void replayableLater() {}

    static java.lang.reflect.Method method(String name) {
        for (var method : Shop.class.getDeclaredMethods()) {
            if (method.getName().equals(name)) return method;
        }
        throw new IllegalArgumentException(name);
    }

    static AuditedRule rule(String name) {
        var method = method(name);
        @Nullable Audited audited = method.getAnnotation(Audited.class);
        if (audited == null) throw new IllegalArgumentException(name);
        return new RuleCheck(Shop.class, method, Declared.of(audited)).rule();
    }
}
