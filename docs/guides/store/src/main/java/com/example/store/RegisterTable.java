package com.example.store;

import dev.presence.store.Register;
import dev.presence.store.Registers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The registers of one workspace, of any name. */
final class RegisterTable {

  private final Transaction tx;
  private final String workspace;

  RegisterTable(Transaction tx, String workspace) {
    this.tx = tx;
    this.workspace = workspace;
  }

  /** The registers of those of these users who have any. */
  Map<String, Registers> of(Set<String> users) throws SQLException {
    Map<String, Registers> found = new HashMap<>();
    for (String user : users) {
      List<Register> registers =
          tx.query(
              "SELECT name, set_at, content FROM presence_register"
                  + " WHERE workspace = ? AND user_id = ?",
              row -> Register.of(row.getString(1), row.getLong(2), row.getString(3)),
              workspace,
              user);
      if (!registers.isEmpty()) {
        found.put(user, Registers.of(registers));
      }
    }
    return found;
  }

  /** Some users who have registers, in the order of their ids, beginning after this one. */
  List<String> usersAfter(String user, int most) throws SQLException {
    return tx.query(
        "SELECT DISTINCT user_id FROM presence_register WHERE workspace = ? AND user_id > ?"
            + " ORDER BY user_id FETCH FIRST "
            + most
            + " ROWS ONLY",
        row -> row.getString(1),
        workspace,
        user);
  }

  /** Replaces all registers of these users. */
  void put(Map<String, Registers> byUser) throws SQLException {
    List<Object[]> keys = new ArrayList<>();
    List<Object[]> rows = new ArrayList<>();
    byUser.forEach(
        (user, registers) -> {
          keys.add(new Object[] {workspace, user});
          for (Register it : registers.all()) {
            rows.add(new Object[] {workspace, user, it.name(), it.time(), it.value()});
          }
        });
    tx.updateAll("DELETE FROM presence_register WHERE workspace = ? AND user_id = ?", keys);
    tx.updateAll(
        "INSERT INTO presence_register (workspace, user_id, name, set_at, content)"
            + " VALUES (?, ?, ?, ?, ?)",
        rows);
  }

  void clear() throws SQLException {
    tx.update("DELETE FROM presence_register WHERE workspace = ?", workspace);
  }
}
