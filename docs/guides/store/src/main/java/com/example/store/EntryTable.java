package com.example.store;

import dev.presence.store.StageRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The entries of one workspace, by node, and the pages that wait to become entries. */
final class EntryTable {

  private final Transaction tx;
  private final String workspace;

  EntryTable(Transaction tx, String workspace) {
    this.tx = tx;
    this.workspace = workspace;
  }

  int size(String node) throws SQLException {
    return tx.query(
            "SELECT COUNT(*) FROM presence_entry WHERE workspace = ? AND node = ?",
            row -> row.getInt(1),
            workspace,
            node)
        .get(0);
  }

  /** Some entries of a node, in the order of user ids, beginning after this one. */
  List<Map.Entry<String, String>> after(String node, String user, int most) throws SQLException {
    return tx.query(
        "SELECT user_id, content FROM presence_entry"
            + " WHERE workspace = ? AND node = ? AND user_id > ?"
            + " ORDER BY user_id FETCH FIRST "
            + most
            + " ROWS ONLY",
        row -> Map.entry(row.getString(1), row.getString(2)),
        workspace,
        node,
        user);
  }

  /** The entries of these users, by node and user id. */
  Map<String, Map<String, String>> of(Set<String> users) throws SQLException {
    Map<String, Map<String, String>> byNode = new HashMap<>();
    for (String user : users) {
      tx.query(
              "SELECT node, content FROM presence_entry WHERE workspace = ? AND user_id = ?",
              row -> Map.entry(row.getString(1), row.getString(2)),
              workspace,
              user)
          .forEach(
              found ->
                  byNode
                      .computeIfAbsent(found.getKey(), node -> new HashMap<>())
                      .put(user, found.getValue()));
    }
    return byNode;
  }

  void put(String node, Map<String, String> entries) throws SQLException {
    remove(node, entries.keySet());
    List<Object[]> rows = new ArrayList<>();
    entries.forEach((user, text) -> rows.add(new Object[] {workspace, node, user, text}));
    tx.updateAll(
        "INSERT INTO presence_entry (workspace, node, user_id, content) VALUES (?, ?, ?, ?)", rows);
  }

  void remove(String node, Collection<String> users) throws SQLException {
    tx.updateAll(
        "DELETE FROM presence_entry WHERE workspace = ? AND node = ? AND user_id = ?",
        users.stream().map(user -> new Object[] {workspace, node, user}).toList());
  }

  void removeAll(String node) throws SQLException {
    tx.update("DELETE FROM presence_entry WHERE workspace = ? AND node = ?", workspace, node);
  }

  void stage(StageRequest page, long keepUntil) throws SQLException {
    List<Object[]> keys = new ArrayList<>();
    List<Object[]> rows = new ArrayList<>();
    page.entries()
        .forEach(
            (user, text) -> {
              keys.add(new Object[] {workspace, page.nodeId(), page.to(), user});
              rows.add(new Object[] {workspace, page.nodeId(), page.to(), user, text, keepUntil});
            });
    tx.updateAll(
        "DELETE FROM presence_staged"
            + " WHERE workspace = ? AND node = ? AND sequence = ? AND user_id = ?",
        keys);
    tx.updateAll(
        "INSERT INTO presence_staged (workspace, node, sequence, user_id, content, keep_until)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        rows);
  }

  /** How many users are staged under this sequence. */
  int staged(String node, long sequence, long now) throws SQLException {
    return tx.query(
            "SELECT COUNT(*) FROM presence_staged"
                + " WHERE workspace = ? AND node = ? AND sequence = ? AND keep_until > ?",
            row -> row.getInt(1),
            workspace,
            node,
            sequence,
            now)
        .get(0);
  }

  void moveStaged(String node, long sequence) throws SQLException {
    tx.update(
        "INSERT INTO presence_entry (workspace, node, user_id, content)"
            + " SELECT workspace, node, user_id, content FROM presence_staged"
            + " WHERE workspace = ? AND node = ? AND sequence = ?",
        workspace,
        node,
        sequence);
    tx.update(
        "DELETE FROM presence_staged WHERE workspace = ? AND node = ? AND sequence <= ?",
        workspace,
        node,
        sequence);
  }

  /** Removes old pages, and the entries of nodes that have none any more. */
  void sweep(long now) throws SQLException {
    tx.update(
        "DELETE FROM presence_staged WHERE workspace = ? AND keep_until <= ?", workspace, now);
    tx.update(
        "DELETE FROM presence_entry WHERE workspace = ? AND node NOT IN"
            + " (SELECT id FROM presence_node WHERE workspace = ? AND entries_until > ?)",
        workspace,
        workspace,
        now);
  }
}
