package io.tidemark.host.held;

import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.postgresql.xa.PGXADataSource;

/**
 * PostgreSQL's XA data source, but a prepared transaction is not committed while a file exists; that it should be is told by
 * another file, {@code .reached}. Its resource is the first of the transaction, so that all others stay prepared too.
 */
public class HeldDataSource extends PGXADataSource {
    private static final long serialVersionUID = 1;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private String hold = "";

    public String getHold() {
        return hold;
    }

    public void setHold(String hold) {
        this.hold = hold;
    }

    @Override
    public XAConnection getXAConnection(String user, String password) throws SQLException {
        XAConnection connection = super.getXAConnection(user, password);
        XAResource resource = held(connection.getXAResource());
        return proxy(
                XAConnection.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getXAResource") ? resource : invoke(connection, method, arguments));
    }

    private XAResource held(XAResource resource) {
        return proxy(XAResource.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit") && Boolean.FALSE.equals(arguments[1])) {
                File reached = new File(hold + ".reached");
                while (new File(hold).exists()) {
                    // The server has written down that the transaction commits.
                    reached.createNewFile();
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
            return invoke(resource, method, arguments);
        });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(HeldDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
