package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.spi.PresenceStore;
import dev.presence.spi.StageRequest;
import dev.presence.spi.SyncRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Partitions of users with ids of 36 characters, and entries like those of the tracker. */
final class ManyUsers {

  static final String NODE = "0123456789abcdef";

  private ManyUsers() {}

  /** Writes the users of these numbers as the whole partition of a node. */
  static void write(PresenceStore store, String workspace, int first, int count) {
    for (int from = first; from < first + count; from += SyncRequest.MOST_CHANGES) {
      int end = Math.min(first + count, from + SyncRequest.MOST_CHANGES);
      StoreProbe.get(
          store.stage(new StageRequest(workspace, NODE, 1, entries(from, end), 120_000)));
    }
    SyncRequest sync =
        new SyncRequest(
            workspace, NODE, 0, 0, 1, true, Map.of(), Set.of(), 60_000, 120_000, false, count, 0);
    assertThat(StoreProbe.get(store.sync(sync)).known()).isTrue();
  }

  private static Map<String, String> entries(int from, int end) {
    return IntStream.range(from, end)
        .boxed()
        .collect(Collectors.toMap(ManyUsers::idOf, i -> "+1700000000000:1700000000000"));
  }

  private static String idOf(int user) {
    return UUID.nameUUIDFromBytes(("" + user).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
