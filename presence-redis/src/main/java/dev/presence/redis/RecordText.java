package dev.presence.redis;

import dev.presence.store.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as the hash of nodes holds it: numbers with spaces between, written by the scripts.
 *
 * <pre>deadline lease sequence users draining wallOffset</pre>
 *
 * <p>A later version may append to it. {@code record.lua} reads the same.
 */
final class RecordText {

  private static final int FEWEST_FIELDS = 5;
  private static final int WALL_OFFSET = 5;

  private RecordText() {}

  /** The record, or null when the text is none. */
  static @Nullable StoredRecord parse(String nodeId, String text) {
    String[] fields = text.split(" ", -1);
    if (fields.length < FEWEST_FIELDS) {
      return null;
    }
    try {
      return StoredRecord.builder(nodeId)
          .deadline(Numbers.unsigned(fields[0]))
          .leaseMillis(Numbers.unsigned(fields[1]))
          .sequence(Numbers.unsigned(fields[2]))
          .users(Math.toIntExact(Numbers.unsigned(fields[3])))
          .draining(Numbers.flag(fields[4]))
          .wallOffset(fields.length > WALL_OFFSET ? Long.parseLong(fields[WALL_OFFSET]) : 0)
          .build();
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }
}
