package io.tidemark.bench.host;

import io.tidemark.capture.Audited;
import jakarta.enterprise.context.ApplicationScoped;

/** Calls that do nothing. */
@ApplicationScoped
public class Doing {
    public Fact plain(Fact fact) {
        return fact;
    }

    @Audited(type = Recorded.CALL, targetType = "payment", target = "fact.id", metadata = "fact.number")
    public Fact audited(Fact fact) {
        return fact;
    }

    @Audited(type = Recorded.CALL, targetType = "payment", target = "fact.id", metadata = "fact.number", capture = true)
    public Fact captured(Fact fact) {
        return fact;
    }
}
