package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PastTest {
    /** Who completes a stage is not whom it was begun for. */
    @Test
    void isNotFilledFromTheThread() {
        var stay = Current.enter(Past.of(RequestContext.NONE, null));

        assertThat(new AuditContext().current()).isSameAs(RequestContext.NONE);

        stay.close();
    }
}
