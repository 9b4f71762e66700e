package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.PresenceStore;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.StageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Partitions of users with ids of 36 characters, and entries like those of the tracker. */
final class ManyUsers {

  static final String NODE = "0123456789abcdef";

  private ManyUsers() {}

  /** Writes the users of these numbers as the whole partition of a node. */
  static void write(PresenceStore store, String workspace, int first, int count) {
    for (int from = first; from < first + count; from += PresenceStore.MOST_USERS) {
      int end = Math.min(first + count, from + PresenceStore.MOST_USERS);
      StoreProbe.get(store.stage(StageRequest.of(workspace, NODE, 1, entries(from, end), 120_000)));
    }
    ReplaceRequest whole =
        ReplaceRequest.builder(workspace, NODE)
            .to(1)
            .staged(count)
            .leaseMillis(60_000)
            .keepMillis(120_000)
            .build();
    assertThat(StoreProbe.get(store.replace(whole)).known()).isTrue();
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
