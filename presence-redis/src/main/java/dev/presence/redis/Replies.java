package dev.presence.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes apart what scripts answer: texts, numbers, and lists of them. */
final class Replies {

  private Replies() {}

  static String text(List<Object> reply, int index) {
    return (String) reply.get(index);
  }

  static @Nullable String textOrNull(List<Object> reply, int index) {
    return (String) reply.get(index);
  }

  /** A number, however the script gave it. */
  static long number(List<Object> reply, int index) {
    Object value = reply.get(index);
    return value instanceof Long number ? number : Long.parseLong((String) value);
  }

  @SuppressWarnings("unchecked") // the scripts say what is where
  static List<Object> list(List<Object> reply, int index) {
    return (List<Object>) reply.get(index);
  }

  /** The last element of every reply: the keys that are no hashes. */
  static List<Object> damage(List<Object> reply) {
    return list(reply, reply.size() - 1);
  }

  /** Key and value by turns. */
  static Map<String, String> pairs(List<Object> list) {
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i < list.size(); i += 2) {
      pairs.put(text(list, i), text(list, i + 1));
    }
    return pairs;
  }

  /** The values that are there, by the key in the same place. */
  static Map<String, String> zip(List<String> keys, List<Object> values) {
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      String value = textOrNull(values, i);
      if (value != null) {
        found.put(keys.get(i), value);
      }
    }
    return found;
  }
}
