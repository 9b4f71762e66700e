package dev.presence.spi;

import java.util.Map;

/**
 * A page of a partition that is too large for one call. Pages may arrive in any order and more than
 * once; a {@linkplain SyncRequest#staged() whole sync} of the same node and sequence makes them the
 * partition.
 *
 * @param workspaceId which workspace
 * @param nodeId which node
 * @param to the sequence of the sync that will follow
 * @param entries some of the entries, by user id; at most {@value SyncRequest#MOST_CHANGES}
 * @param keepMillis how long the page is kept if no sync follows
 */
public record StageRequest(
    String workspaceId, String nodeId, long to, Map<String, String> entries, long keepMillis) {

  public StageRequest {
    entries = Map.copyOf(entries);
    if (entries.size() > SyncRequest.MOST_CHANGES) {
      throw new IllegalArgumentException(
          "a page of %d users; at most %d fit, so stage several pages"
              .formatted(entries.size(), SyncRequest.MOST_CHANGES));
    }
  }
}
