package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.LogTooSlow;
import io.tidemark.testing.Million;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** What a timeout of one question leaves behind for the next on the same connection, however the driver sends it. */
@ParameterizedClass
@EnumSource(PreferQueryMode.class)
class JdbcIT {
    private static final String TIMEOUT = "select current_setting('statement_timeout') || ? || ?";
    private static final List<Object> PARAMETERS = List.of(" of ", 1L);
    private static final Question QUESTION = new Question(TIMEOUT, PARAMETERS);
    private static final String PLANNING = """
            select concat_ws(' ', current_setting('plan_cache_mode'), current_setting('enable_seqscan'), current_setting('enable_sort'),
              current_setting('jit')) || ? || ?
            """;

    private final PreferQueryMode mode;
    private PooledConnection pooled;
    private DataSource source;

    JdbcIT(PreferQueryMode mode) {
        this.mode = mode;
    }

    @BeforeEach
    void connect() throws Exception {
        var pool = new PGConnectionPoolDataSource();
        pool.setUrl(Million.filled().url());
        pool.setUser("tidemark_app");
        pool.setPassword("tidemark_app");
        pool.setPreferQueryMode(mode);
        pooled = pool.getPooledConnection();
        source = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return pooled.getConnection();
            }
        };
    }

    @AfterEach
    void hangUp() throws SQLException {
        pooled.close();
    }

    @Test
    void endsTheStatementThatTakesLonger() {
        Question slow = new Question("select pg_sleep(60), ?, ?", PARAMETERS);
        assertThatThrownBy(() -> Jdbc.query(source, Duration.ofMillis(50), slow, ResultSet::next))
                .isInstanceOf(LogTooSlow.class);
        assertThat(Jdbc.query(source, TIMEOUT, PARAMETERS, JdbcIT::text)).isEqualTo("0 of 1");
    }

    /** Again and again: the driver prepares a statement that it has seen five times. */
    @Test
    void setsItForThatStatementOnly() {
        for (int i = 0; i < 20; i++) {
            assertThat(Jdbc.query(source, Duration.ofSeconds(30), QUESTION, JdbcIT::text))
                    .isEqualTo("30s of 1");
            assertThat(Jdbc.query(source, TIMEOUT, PARAMETERS, JdbcIT::text)).isEqualTo("0 of 1");
        }
    }

    @Test
    void hasAPlanMadeOnceForThatStatementOnly() {
        String usual = Jdbc.query(source, PLANNING, PARAMETERS, JdbcIT::text);
        Question generic = new Question(PLANNING, PARAMETERS, true);
        Question slow = new Question("select pg_sleep(60), ?, ?", PARAMETERS, true);

        assertThat(usual).startsWith("auto on on ");
        assertThat(Jdbc.query(source, Duration.ofSeconds(30), generic, JdbcIT::text))
                .isEqualTo("force_generic_plan off off off of 1");
        assertThat(Jdbc.query(source, PLANNING, PARAMETERS, JdbcIT::text)).isEqualTo(usual);
        assertThat(Jdbc.query(source, Duration.ofSeconds(30), new Question(PLANNING, PARAMETERS), JdbcIT::text))
                .isEqualTo(usual);
        assertThatThrownBy(() -> Jdbc.query(source, Duration.ofMillis(50), slow, ResultSet::next))
                .isInstanceOf(LogTooSlow.class);
        assertThat(Jdbc.query(source, PLANNING, PARAMETERS, JdbcIT::text)).isEqualTo(usual);
    }

    @Test
    void leavesTheCallersTransactionAlone() throws SQLException {
        Connection connection = pooled.getConnection();
        connection.setAutoCommit(false);
        DataSource joined = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() {
                return connection;
            }
        };

        assertThatThrownBy(() -> Jdbc.query(joined, Duration.ofSeconds(30), QUESTION, JdbcIT::text))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Of a statement with results that nobody took, Liberty keeps nothing, and the driver prepares it never. */
    @Test
    void takesEveryResult() {
        List<Boolean> left = new ArrayList<>();
        DataSource watched = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = pooled.getConnection();
                return proxy(Connection.class, (proxy, method, arguments) -> {
                    Object answer = method.invoke(connection, arguments);
                    return answer instanceof PreparedStatement statement ? watched(statement, left) : answer;
                });
            }
        };

        Jdbc.query(watched, Duration.ofSeconds(30), QUESTION, JdbcIT::text);

        assertThat(left).containsExactly(false);
    }

    /** Notes as it is closed whether there is a result that was not taken. */
    private static PreparedStatement watched(PreparedStatement statement, List<Boolean> left) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                left.add(statement.getMoreResults() || statement.getUpdateCount() != -1);
            }
            return method.invoke(statement, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(JdbcIT.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static String text(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getString(1);
    }
}
