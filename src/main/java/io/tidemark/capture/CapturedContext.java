package io.tidemark.capture;

import io.tidemark.emit.EventContext;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Fills every event that is emitted from the place where that is done. */
@ApplicationScoped
class CapturedContext implements EventContext {
    @Inject
    private AuditContext context;

    @Override
    public AuditEvent fill(AuditEvent event) {
        return context.current().fill(event);
    }

    /** A refusal that the application records itself is not recorded a second time when the request is answered. */
    @Override
    public void stored(AuditEvent event) {
        Place place = Current.place();
        Refusable request = place == null ? null : place.request();
        if (request == null || event.outcome() != Outcome.FAILURE) return;
        if (event.errorCategory() == ErrorCategory.AUTHN || event.errorCategory() == ErrorCategory.AUTHZ) {
            request.record();
        }
    }
}
