package io.tidemark.bank;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;

/** Somebody's money. */
@Entity
@Table(schema = "bank", name = "account")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // set by JPA
public class Account {
    @Id
    private String number;

    private String owner;
    private String pin;
    private BigDecimal balance = BigDecimal.ZERO;

    @Version
    private long version;

    protected Account() {}

    /** @param pin its hash */
    Account(String number, String owner, String pin) {
        this.number = number;
        this.owner = owner;
        this.pin = pin;
    }

    String number() {
        return number;
    }

    String owner() {
        return owner;
    }

    String pin() {
        return pin;
    }

    BigDecimal balance() {
        return balance;
    }

    void add(BigDecimal amount) {
        balance = balance.add(amount);
    }

    void subtract(BigDecimal amount) throws NotEnoughMoney {
        if (balance.compareTo(amount) < 0) throw new NotEnoughMoney(number);
        balance = balance.subtract(amount);
    }
}
