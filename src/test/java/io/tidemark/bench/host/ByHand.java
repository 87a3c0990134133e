package io.tidemark.bench.host;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/** What an application without an audit log would write: one insert by JDBC, on the connection of the caller's transaction. */
@ApplicationScoped
public class ByHand {
    private static final String INSERT = """
            insert into bench.audit (id, event_type, event_version, outcome, occurred_at, service, operation, source, node_id, account_id, actor_id, \
            target_type, target_id, ip, session_id, request_id, metadata) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""";

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource source;

    void insert(Fact fact) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            bind(statement, fact);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void insert(List<Fact> facts) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Fact fact : facts) {
                bind(statement, fact);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(PreparedStatement statement, Fact fact) throws SQLException {
        statement.setObject(1, UuidCreator.getTimeOrderedEpochPlus1());
        statement.setString(2, Recorded.TYPE);
        statement.setString(3, "1.0");
        statement.setString(4, "success");
        statement.setObject(5, Instant.now().atOffset(ZoneOffset.UTC));
        statement.setString(6, Recorded.SERVICE);
        statement.setString(7, Recorded.OPERATION);
        statement.setString(8, "app");
        statement.setString(9, "bench-host");
        statement.setString(10, fact.account());
        statement.setString(11, fact.actor());
        statement.setString(12, "payment");
        statement.setString(13, fact.target());
        statement.setString(14, Recorded.IP);
        statement.setString(15, fact.session());
        statement.setString(16, fact.request());
        statement.setString(17, Recorded.metadata(fact));
    }
}
