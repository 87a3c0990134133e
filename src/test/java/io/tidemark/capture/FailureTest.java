package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.ErrorCategory;
import jakarta.ejb.EJBAccessException;
import jakarta.persistence.OptimisticLockException;
import jakarta.security.enterprise.AuthenticationException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    @AuditedError(code = "no-money", category = ErrorCategory.AUTHZ)
    private static class NoMoney extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final class NoMoneyAtAll extends NoMoney {
        private static final long serialVersionUID = 1;
    }

    static Stream<Arguments> failures() {
        var anonymous = new IllegalStateException("x") {
            private static final long serialVersionUID = 1;
        };
        return Stream.of(
                Arguments.of(new IllegalStateException("x"), "IllegalStateException", ErrorCategory.HANDLER),
                Arguments.of(anonymous, "IllegalStateException", ErrorCategory.HANDLER),
                Arguments.of(new NoMoney(), "no-money", ErrorCategory.AUTHZ),
                Arguments.of(new NoMoneyAtAll(), "no-money", ErrorCategory.AUTHZ),
                Arguments.of(new SecurityException("x"), "SecurityException", ErrorCategory.AUTHZ),
                Arguments.of(new EJBAccessException("x"), "EJBAccessException", ErrorCategory.AUTHZ),
                Arguments.of(new AuthenticationException("x"), "AuthenticationException", ErrorCategory.AUTHN),
                Arguments.of(new OptimisticLockException("x"), "OptimisticLockException", ErrorCategory.SYSTEM),
                Arguments.of(new SQLException("x"), "SQLException", ErrorCategory.SYSTEM),
                Arguments.of(new StackOverflowError("x"), "StackOverflowError", ErrorCategory.SYSTEM),
                Arguments.of(
                        new CompletionException(new ExecutionException(new SQLException("x"))),
                        "SQLException",
                        ErrorCategory.SYSTEM),
                Arguments.of(
                        new InvocationTargetException(new UncheckedIOException(new java.io.IOException("x"))),
                        "UncheckedIOException",
                        ErrorCategory.HANDLER));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void namesWhatWasThrown(Throwable thrown, String code, ErrorCategory category) {
        assertThat(Failure.of(Failure.cause(thrown), "m")).isEqualTo(new Failure(category, code, "m"));
    }
}
