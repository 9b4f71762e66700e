package com.example.store;

import dev.presence.store.PresenceStore;
import dev.presence.testkit.PresenceStoreContract;
import java.io.IOException;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of stores on the tables of an H2 database. */
class JdbcPresenceStoreTest extends PresenceStoreContract {

  private static final JdbcConnectionPool DATABASE =
      JdbcConnectionPool.create("jdbc:h2:mem:contract", "sa", "");

  @BeforeAll
  static void createTables() throws SQLException, IOException {
    DATABASE.setMaxConnections(40);
    JdbcPresenceStore.createTables(DATABASE);
  }

  @AfterAll
  static void close() {
    DATABASE.dispose();
  }

  @Override
  protected PresenceStore open() {
    return JdbcPresenceStore.create(DATABASE);
  }

  @Override
  protected void loseRecord(String workspaceId, String nodeId) {
    lose("DELETE FROM presence_node WHERE workspace = ? AND id = ?", workspaceId, nodeId);
  }

  @Override
  protected void losePartition(String workspaceId, String nodeId) {
    lose("DELETE FROM presence_entry WHERE workspace = ? AND node = ?", workspaceId, nodeId);
  }

  @Override
  protected void loseRegisters(String workspaceId) {
    lose("DELETE FROM presence_register WHERE workspace = ?", workspaceId);
    lose("UPDATE presence_workspace SET revision = '' WHERE id = ?", workspaceId);
  }

  private static void lose(String sql, Object... values) {
    try {
      Transaction.run(
          DATABASE,
          tx -> {
            tx.update(sql, values);
            return null;
          });
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
