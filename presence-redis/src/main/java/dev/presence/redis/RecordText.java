package dev.presence.redis;

import dev.presence.spi.StoredRecord;

/**
 * A record as the hash of nodes holds it: numbers with spaces between, written by the scripts.
 *
 * <pre>deadline lease sequence users leaving</pre>
 */
final class RecordText {

  private static final int FIELDS = 5;

  private RecordText() {}

  static StoredRecord parse(String nodeId, String text) {
    String[] fields = text.split(" ");
    if (fields.length < FIELDS) {
      throw new IllegalStateException("not a record: \"" + text + "\"");
    }
    return new StoredRecord(
        nodeId,
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Integer.parseInt(fields[3]),
        !fields[4].equals("0"));
  }

  /** What changes whenever something is written to the partition, and stays over heartbeats. */
  static String contentOf(String text) {
    String[] fields = text.split(" ");
    return fields[2] + ' ' + fields[3];
  }
}
