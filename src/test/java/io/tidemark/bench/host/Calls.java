package io.tidemark.bench.host;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.function.Function;

/** Many calls in one transaction, which is rolled back. */
@Stateless
public class Calls {
    private static final int CALLS = 500;

    @Inject
    private Doing doing;

    @Resource
    private SessionContext context;

    public void run(String kind, Fact fact) {
        Function<Fact, Fact> call = switch (kind) {
            case "plain" -> doing::plain;
            case "audited" -> doing::audited;
            default -> doing::captured;
        };
        Fact last = fact;
        for (int i = 0; i < CALLS; i++) last = call.apply(last);
        context.setRollbackOnly();
    }
}
