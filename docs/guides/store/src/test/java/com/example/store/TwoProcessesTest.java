package com.example.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.PresenceTracker;
import dev.presence.Workspace;
import dev.presence.model.PresenceOptions;
import dev.presence.model.PresenceStatus;
import dev.presence.model.WorkspacePresence;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two JVMs that share nothing but a database server. */
class TwoProcessesTest {

  static final PresenceOptions QUICK =
      PresenceOptions.builder()
          .presenceTtl(Duration.ofSeconds(4))
          .heartbeatInterval(Duration.ofSeconds(1))
          .drainTime(Duration.ofSeconds(1))
          .build();

  private Server server;
  private String url;
  private JdbcConnectionPool database;
  private PresenceTracker here;

  @BeforeEach
  void start() throws SQLException, IOException {
    server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    url = urlAt(server.getPort());
    database = JdbcConnectionPool.create(url, "sa", "");
    JdbcPresenceStore.createTables(database);
    here =
        PresenceTracker.builder().store(JdbcPresenceStore.create(database)).options(QUICK).build();
    here.workspace("acme").connect("bob");
  }

  private static String urlAt(int port) {
    return "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:two;DB_CLOSE_DELAY=-1";
  }

  @AfterEach
  void stop() {
    here.close();
    database.dispose();
    server.stop();
  }

  @Test
  void usersOfAKilledProcessGoOfflineAfterItsLease() throws IOException {
    Process other = startOther("ada");
    try {
      awaitStatus("ada", PresenceStatus.ACTIVE);
      awaitStatus("bob", PresenceStatus.ACTIVE);
    } finally {
      other.destroyForcibly();
    }
    awaitStatus("ada", PresenceStatus.OFFLINE);
    assertThat(snapshot().stale()).isFalse();
  }

  @Test
  void usersOfAProcessThatStopsGoOfflineAfterTheDrainTime() throws IOException {
    Process other = startOther("ada");
    awaitStatus("ada", PresenceStatus.ACTIVE);
    other.getOutputStream().close();
    awaitStatus("ada", PresenceStatus.OFFLINE);
    await().until(() -> !other.isAlive());
  }

  @Test
  void withoutTheDatabaseUsersAreUnknownAndNobodyIsLost() throws SQLException {
    awaitStatus("bob", PresenceStatus.ACTIVE);
    int port = server.getPort();
    server.stop();
    await().until(() -> snapshot().stale());
    assertThat(snapshot().presenceOf("bob").status()).isEqualTo(PresenceStatus.ACTIVE);
    server = Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists").start();
    await().atMost(Duration.ofSeconds(20)).until(() -> !snapshot().stale());
    awaitStatus("bob", PresenceStatus.ACTIVE);
  }

  private Process startOther(String user) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            url,
            user)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private WorkspacePresence snapshot() {
    Workspace acme = here.workspace("acme");
    return acme.snapshot().join();
  }

  private void awaitStatus(String user, PresenceStatus status) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> snapshot().presenceOf(user).status() == status);
  }
}
