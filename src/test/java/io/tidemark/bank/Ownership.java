package io.tidemark.bank;

import io.tidemark.event.AuthzDecision;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who may use an account: its owner. A refusal is fired as a CDI event; Tidemark observes it. */
@RequestScoped
public class Ownership {
    @Inject
    private JsonWebToken caller;

    @Inject
    private Event<AuthzDecision> decided;

    /** Throws {@link ForbiddenException} if the caller is somebody else. */
    public void check(Account account) {
        if (account.owner().equals(caller.getSubject())) return;
        decided.fire(AuthzDecision.denied("owner", "account", account.number()));
        throw new ForbiddenException();
    }
}
