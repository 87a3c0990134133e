package io.tidemark.host;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What the application's business is about. */
@Entity
@Table(schema = "host", name = "transfer")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // read by JPA
public class Transfer {
    @Id
    private UUID id;

    private String account;

    protected Transfer() {}

    public Transfer(String account) {
        this.id = UUID.randomUUID();
        this.account = account;
    }
}
