package dev.presence.benchmarks.soak;

import dev.presence.PresenceTracker;
import dev.presence.benchmarks.load.Cpu;
import dev.presence.benchmarks.load.PresenceNode;
import dev.presence.redis.RedisPresenceStore;
import dev.presence.websocket.EndpointLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A server of the run. Its first line is its port; then it answers each line with its heap. */
public final class SoakNode {

  /** Small, so that a client that reads slowly is felt soon. */
  private static final int SEND_BUFFER = 8 * 1024;

  private SoakNode() {}

  /** Serves the sockets of a workspace in the Redis at the first argument. */
  public static void main(String[] arguments) throws IOException {
    PresenceTracker tracker =
        PresenceTracker.builder()
            .store(RedisPresenceStore.builder().uri(arguments[0]).build())
            .build();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (PresenceNode node = PresenceNode.start(tracker, EndpointLimits.defaults(), SEND_BUFFER)) {
      System.out.println(node.port());
      while (in.readLine() != null) {
        System.out.println(Cpu.heapInUse());
      }
    }
    System.exit(0);
  }
}
