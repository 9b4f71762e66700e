package dev.presence.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The ARGV of a script call, in the order in which they are added. */
final class Arguments {

  private final List<String> values = new ArrayList<>();

  /**
   * Adds a text.
   *
   * @throws IllegalArgumentException when it has an unpaired surrogate
   */
  Arguments text(String value) {
    values.add(WellFormed.require(value));
    return this;
  }

  Arguments number(long value) {
    values.add(Long.toString(value));
    return this;
  }

  Arguments flag(boolean value) {
    values.add(value ? "1" : "0");
    return this;
  }

  Arguments texts(Collection<String> all) {
    all.forEach(this::text);
    return this;
  }

  /** Adds key and value by turns. */
  Arguments pairs(Map<String, String> all) {
    all.forEach((key, value) -> text(key).text(value));
    return this;
  }

  List<String> list() {
    return values;
  }
}
