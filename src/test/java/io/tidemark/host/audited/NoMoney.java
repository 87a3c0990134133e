package io.tidemark.host.audited;

import io.tidemark.capture.AuditedError;

/** The account has not enough. */
@AuditedError(code = "no-money")
public class NoMoney extends Exception {
    private static final long serialVersionUID = 1;

    NoMoney() {
        super("There is no money");
    }
}
