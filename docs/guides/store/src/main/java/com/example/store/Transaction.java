package com.example.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** One transaction, and JDBC in fewer words. */
final class Transaction {

  /** What a transaction does. */
  @FunctionalInterface
  interface Work<R> {
    R run(Transaction transaction) throws SQLException;
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  interface RowReader<R> {
    R read(ResultSet row) throws SQLException;
  }

  private final Connection connection;

  private Transaction(Connection connection) {
    this.connection = connection;
  }

  /** All of the work happens, or nothing. */
  static <R> R run(DataSource database, Work<R> work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        R result = work.run(new Transaction(connection));
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** The clock of the database, in epoch milliseconds. PostgreSQL needs clock_timestamp() here. */
  long now() throws SQLException {
    return query(
            "SELECT CURRENT_TIMESTAMP",
            row -> row.getObject(1, OffsetDateTime.class).toInstant().toEpochMilli())
        .get(0);
  }

  <R> List<R> query(String sql, RowReader<R> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      List<R> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  void update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.executeUpdate();
    }
  }

  /** The same statement for each row of values. */
  void updateAll(String sql, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] values : rows) {
        set(statement, values);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void set(PreparedStatement statement, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
