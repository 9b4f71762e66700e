package dev.presence.memory.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some of a sorted map, and the key after which the next page begins; null on the last page. */
record Page<V>(Map<String, V> content, @Nullable String next) {

  static <V> Page<V> of(Map<String, V> sorted, int most) {
    Map<String, V> content = new LinkedHashMap<>();
    String last = null;
    for (Map.Entry<String, V> entry : sorted.entrySet()) {
      if (content.size() == most) {
        return new Page<>(content, last);
      }
      last = entry.getKey();
      content.put(last, entry.getValue());
    }
    return new Page<>(content, null);
  }
}
