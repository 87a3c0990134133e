package io.tidemark.bank;

import io.tidemark.capture.Audited;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.Mutation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.NotFoundException;
import org.jspecify.annotations.Nullable;

/** The business: accounts, and money that moves between them. */
@ApplicationScoped
public class Bank {
    @PersistenceContext(unitName = "bank")
    private EntityManager entities;

    @Inject
    private Pbkdf2PasswordHash pins;

    @Inject
    private AuditEmitter audit;

    public @Nullable Account find(String number) {
        return entities.find(Account.class, number);
    }

    /** The account of that number; throws {@link NotFoundException} if there is none. */
    public Account account(String number) {
        Account account = find(number);
        if (account == null) throw new NotFoundException();
        return account;
    }

    /** Audited: the arguments are captured too, but for the PIN. */
    @Audited(mutation = Mutation.CREATE, targetType = "account", target = "opening.number", capture = true)
    @Transactional
    public void open(Opening opening) {
        String pin = pins.generate(opening.pin().toCharArray());
        entities.persist(new Account(opening.number(), opening.owner(), pin));
    }

    /**
     * Audited: as a success if it commits, else as a failure.
     *
     * @throws NotEnoughMoney and no money has moved
     */
    @Audited(
            type = BankEvents.TRANSFER,
            targetType = "account",
            target = "order.to",
            metadata = {"order.from", "order.amount"},
            capture = true)
    @Transactional
    public Receipt transfer(Order order) throws NotEnoughMoney {
        account(order.to()).add(order.amount());
        Account from = account(order.from());
        from.subtract(order.amount());
        return new Receipt(from.balance());
    }

    /** The same event by hand: stored if, and only if, the deposit is. */
    @Transactional
    public void deposit(String number, Deposit deposit) {
        account(number).add(deposit.amount());
        audit.emit(AuditEvent.of(BankEvents.TRANSFER).target("account", number).metadata(deposit));
    }
}
