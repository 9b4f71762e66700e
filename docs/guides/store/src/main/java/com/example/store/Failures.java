package com.example.store;

import dev.presence.model.PresenceException;
import dev.presence.model.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;

/** What a failure of the database means to a node: try again, or the call was refused. */
final class Failures {

  private Failures() {}

  static PresenceException of(SQLException e) {
    boolean unavailable =
        e instanceof SQLTransientException
            || e instanceof SQLRecoverableException
            || e instanceof SQLNonTransientConnectionException
            || (e.getSQLState() != null && e.getSQLState().startsWith("08"));
    return unavailable
        ? new StoreUnavailableException("The database cannot be reached: " + e.getMessage(), e)
        : new PresenceException("The database refused the call: " + e.getMessage(), e);
  }

  /** True if another transaction has inserted the same row. */
  static boolean isDuplicate(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("23");
  }
}
