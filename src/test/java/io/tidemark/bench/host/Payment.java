package io.tidemark.bench.host;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** The business row. */
@Entity
@Table(schema = "bench", name = "payment")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // read by JPA
public class Payment {
    @Id
    private UUID id;

    private String account;

    private long amount;

    protected Payment() {}

    public Payment(Fact fact) {
        id = fact.id();
        account = fact.account();
        amount = fact.number();
    }
}
