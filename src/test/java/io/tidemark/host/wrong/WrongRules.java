package io.tidemark.host.wrong;

import io.tidemark.capture.Audited;
import jakarta.enterprise.context.ApplicationScoped;

/** Rules that name what is not there. */
@ApplicationScoped
public class WrongRules {
    @Audited(type = "login", target = "order.id")
    public void missing(String account) {}

    @Audited(type = "login", target = "account.id")
    public void badPath(String account) {}

    @Audited(type = "host.unheard")
    public void unknownType() {}

    @Audited(type = "login", operation = "same")
    public void first() {}

    @Audited(type = "login", operation = "same")
    public void second() {}

    @Audited(type = "login")
    public void twice() {}

    public void overloaded() {}

    public void overloaded(String account) {}
}
