package io.tidemark.emit;

import io.tidemark.event.AuthnResult;
import io.tidemark.event.AuthzDecision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;

/** Records what the application fires as CDI events, at once, whatever becomes of its transaction. */
@ApplicationScoped
class RecordedResults {
    @Inject
    private AuditRecorder recorder;

    void authn(@Observes AuthnResult result) {
        recorder.authnResult(result);
    }

    void authnLater(@ObservesAsync AuthnResult result) {
        recorder.authnResult(result);
    }

    void authz(@Observes AuthzDecision decision) {
        recorder.authzDecision(decision);
    }

    void authzLater(@ObservesAsync AuthzDecision decision) {
        recorder.authzDecision(decision);
    }
}
