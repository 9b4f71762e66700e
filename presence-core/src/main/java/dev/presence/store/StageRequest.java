package dev.presence.store;

import java.util.Map;

/**
 * A page of a partition that is too large for one call. Pages may arrive in any order and more than
 * once. A {@linkplain ReplaceRequest#staged() replace} of the same node and sequence makes them the
 * partition.
 */
public sealed interface StageRequest {

  /**
   * A page.
   *
   * @throws IllegalArgumentException if there are more than {@value PresenceStore#MOST_USERS}
   *     entries
   */
  static StageRequest of(
      String workspaceId, String nodeId, long to, Map<String, String> entries, long keepMillis) {
    return new StageRequestValue(workspaceId, nodeId, to, entries, keepMillis);
  }

  /** Which workspace. */
  String workspaceId();

  /** Which node. */
  String nodeId();

  /** The sequence of the replace that follows. */
  long to();

  /** Some of the entries, by user id. */
  Map<String, String> entries();

  /** How long the page is kept if no replace follows. */
  long keepMillis();
}

record StageRequestValue(
    String workspaceId, String nodeId, long to, Map<String, String> entries, long keepMillis)
    implements StageRequest {

  StageRequestValue {
    entries = Map.copyOf(entries);
    if (entries.size() > PresenceStore.MOST_USERS) {
      throw new IllegalArgumentException(
          "a page of %d users; at most %d fit, so stage several pages"
              .formatted(entries.size(), PresenceStore.MOST_USERS));
    }
  }
}
