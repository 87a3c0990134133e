package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AuditedSuccessTest {
    /** They are futures that throw when they are asked. */
    @Test
    void readsStagesThatCannotBeAsked() throws Exception {
        var done = CompletableFuture.completedStage("a");

        assertThat(AuditedSuccess.done(done)).isNotNull();
        assertThat(AuditedSuccess.value(done)).isEqualTo("a");
        assertThat(AuditedSuccess.done(new CompletableFuture<String>().minimalCompletionStage()))
                .isNull();
    }
}
