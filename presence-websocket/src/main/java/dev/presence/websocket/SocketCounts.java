package dev.presence.websocket;

import java.util.HashMap;
import java.util.Map;

/** How many sockets are open at this node, in all and by user. Safe for use by any thread. */
final class SocketCounts {

  private final int mostOfUser;
  private final int mostOfNode;
  private final Map<String, Integer> byUser = new HashMap<>();
  private int all;

  SocketCounts(EndpointLimits limits) {
    mostOfUser = limits.socketsPerUser();
    mostOfNode = limits.socketsPerNode();
  }

  /** Counts a socket of any user; false when there are enough. */
  synchronized boolean tryOpen() {
    if (all == mostOfNode) {
      return false;
    }
    all++;
    return true;
  }

  synchronized void close() {
    all--;
  }

  /** Counts a socket of a user; false when the user has enough. */
  synchronized boolean tryJoin(String userId) {
    int open = byUser.getOrDefault(userId, 0);
    if (open == mostOfUser) {
      return false;
    }
    byUser.put(userId, open + 1);
    return true;
  }

  synchronized void leave(String userId) {
    byUser.computeIfPresent(userId, (user, open) -> open == 1 ? null : open - 1);
  }
}
