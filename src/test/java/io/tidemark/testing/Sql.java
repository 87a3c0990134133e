package io.tidemark.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SQL on one connection, which the caller closes. */
public record Sql(Connection connection) {

    /** All rows, each by column name. */
    public List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters);
                var result = statement.executeQuery()) {
            var rows = new ArrayList<Map<String, @Nullable Object>>();
            while (result.next()) {
                rows.add(row(result));
            }
            return rows;
        }
    }

    /** The first column of the only row. */
    public <T> T one(Class<T> type, String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters);
                var result = statement.executeQuery()) {
            if (!result.next()) {
                throw new SQLException("no row: " + sql);
            }
            T value = result.getObject(1, type);
            if (value == null || result.next()) {
                throw new SQLException((value == null ? "null: " : "more than one row: ") + sql);
            }
            return value;
        }
    }

    /** The number that the statement's only row and column holds. */
    public long count(String sql, @Nullable Object... parameters) throws SQLException {
        return one(Long.class, sql, parameters);
    }

    /** Runs a statement of any kind and returns the number of rows it changed. */
    public int run(String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters)) {
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static Map<String, @Nullable Object> row(ResultSet result) throws SQLException {
        var columns = result.getMetaData();
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.put(columns.getColumnLabel(i), result.getObject(i));
        }
        return row;
    }
}
