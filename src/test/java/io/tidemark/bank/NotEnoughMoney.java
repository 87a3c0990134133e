package io.tidemark.bank;

import io.tidemark.capture.AuditedError;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response.Status;

/** The account has less than was asked for: 409. Being unchecked, it rolls the transaction back. */
@AuditedError(code = "not-enough-money")
public class NotEnoughMoney extends ClientErrorException {
    private static final long serialVersionUID = 1;

    NotEnoughMoney(String account) {
        super("Account " + account + " has not enough", Status.CONFLICT);
    }
}
