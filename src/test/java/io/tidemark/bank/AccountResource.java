package io.tidemark.bank;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The bank over HTTP: tellers open accounts and take cash, customers use their own accounts. */
@Path("accounts")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class AccountResource {
    @Inject
    private Bank bank;

    @Inject
    private Ownership ownership;

    @POST
    @RolesAllowed("teller")
    public void open(Opening opening) {
        bank.open(opening);
    }

    @POST
    @Path("{number}/deposits")
    @RolesAllowed("teller")
    public void deposit(@PathParam("number") String number, Deposit deposit) {
        bank.deposit(number, deposit);
    }

    @POST
    @Path("transfers")
    @RolesAllowed("customer")
    public Receipt transfer(Order order) {
        ownership.check(bank.account(order.from()));
        return bank.transfer(order);
    }

    @GET
    @Path("{number}")
    @RolesAllowed("customer")
    public Receipt balance(@PathParam("number") String number) {
        Account account = bank.account(number);
        ownership.check(account);
        return new Receipt(account.balance());
    }
}
