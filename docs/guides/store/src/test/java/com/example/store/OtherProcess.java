package com.example.store;

import dev.presence.PresenceTracker;
import java.io.IOException;
import org.h2.jdbcx.JdbcConnectionPool;

/** A node in a JVM of its own, with one user. It runs until its input ends or it is killed. */
final class OtherProcess {

  private OtherProcess() {}

  public static void main(String[] args) throws IOException {
    JdbcConnectionPool database = JdbcConnectionPool.create(args[0], "sa", "");
    PresenceTracker tracker =
        PresenceTracker.builder()
            .store(JdbcPresenceStore.create(database))
            .options(TwoProcessesTest.QUICK)
            .build();
    tracker.workspace("acme").connect(args[1]);
    while (System.in.read() >= 0) {
      // until the test closes it
    }
    tracker.close();
    database.dispose();
  }
}
