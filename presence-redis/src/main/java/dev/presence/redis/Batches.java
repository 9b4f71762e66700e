package dev.presence.redis;

import dev.presence.store.PresenceStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts what is large into calls of a bounded size, so that none keeps Redis from others for long.
 */
final class Batches {

  /** The most users that one call writes, or looks up by id. */
  static final int MOST_USERS = PresenceStore.MOST_USERS;

  private Batches() {}

  static <T> List<List<T>> of(Collection<T> all, int most) {
    List<T> list = List.copyOf(all);
    List<List<T>> batches = new ArrayList<>();
    for (int i = 0; i < list.size(); i += most) {
      batches.add(list.subList(i, Math.min(i + most, list.size())));
    }
    return batches;
  }

  static <V> List<Map<String, V>> of(Map<String, V> all) {
    List<Map<String, V>> batches = new ArrayList<>();
    for (List<Map.Entry<String, V>> batch : of(all.entrySet(), MOST_USERS)) {
      Map<String, V> map = new LinkedHashMap<>();
      batch.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
      batches.add(map);
    }
    return batches;
  }
}
