package com.example.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.store.Register;
import dev.presence.store.Registers;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the contract cannot see: rows that no answer contains any more. */
class SweepTest {

  private static final List<String> TABLES =
      List.of("presence_node", "presence_entry", "presence_staged", "presence_register");

  private final JdbcConnectionPool database =
      JdbcConnectionPool.create("jdbc:h2:mem:sweep", "", "");
  private final JdbcPresenceStore store = JdbcPresenceStore.create(database);

  @BeforeEach
  void createTables() throws Exception {
    JdbcPresenceStore.createTables(database);
  }

  @AfterEach
  void close() {
    store.close();
    database.dispose();
  }

  @Test
  void whatHasExpiredIsDeleted() {
    ReplaceRequest.Builder node = ReplaceRequest.builder("w", "n").to(5).leaseMillis(20);
    get(store.replace(node.entries(Map.of("ada", "x")).keepMillis(40).build()));
    get(store.stage(StageRequest.of("w", "n", 6, Map.of("ada", "y"), 40)));
    Registers away = Registers.of(Register.of("status", 1, "away"));
    get(store.set(SetRequest.of("w", "first", Map.of("ada", away), 40)));
    assertThat(TABLES).allMatch(table -> rows(table) == 1);
    await()
        .until(
            () -> {
              get(store.sweep());
              return TABLES.stream().allMatch(table -> rows(table) == 0);
            });
  }

  private long rows(String table) {
    try {
      return Transaction.run(
          database, tx -> tx.query("SELECT COUNT(*) FROM " + table, row -> row.getLong(1)).get(0));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void get(CompletionStage<?> stage) {
    stage.toCompletableFuture().join();
  }
}
