package io.tidemark.bank;

import io.tidemark.event.AuthnResult;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Where customers log in with their PIN. How it went is fired as a CDI event; Tidemark observes it. */
@Path("cash-machine")
@RequestScoped
public class CashMachine {
    @Inject
    private Bank bank;

    @Inject
    private Pbkdf2PasswordHash pins;

    @Inject
    private Event<AuthnResult> tried;

    @POST
    @Path("login")
    public void logIn(@FormParam("account") String number, @FormParam("pin") String pin) {
        Account account = bank.find(number);
        if (account == null || !pins.verify(pin.toCharArray(), account.pin())) {
            tried.fire(AuthnResult.failure("pin", account == null ? number : account.owner(), "wrong PIN"));
            throw new NotAuthorizedException("PIN");
        }
        tried.fire(AuthnResult.success("pin", account.owner()));
    }
}
