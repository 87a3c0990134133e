package io.tidemark.host.two;

import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Writes to the business's own data source, then records it. */
@Stateless
public class TwoResources {
    @Resource(lookup = "jdbc/business")
    private DataSource business;

    @Inject
    private AuditEmitter audit;

    public void make(String account) throws SQLException {
        try (var connection = business.getConnection();
                var insert = connection.prepareStatement("insert into host.transfer (id, account) values (?, ?)")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, account);
            insert.executeUpdate();
        }
        audit.emit(AuditEvent.of("host.transfer").account(account).metadata("step", 1));
    }
}
