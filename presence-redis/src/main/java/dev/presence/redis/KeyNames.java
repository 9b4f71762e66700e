package dev.presence.redis;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The names of everything that a workspace has in Redis. They share one hash tag, so that in a
 * cluster they are in one slot; the tag does not contain the namespace. Ids are percent-encoded:
 * whatever they hold, none breaks out of the tag, and no two give the same name.
 */
final class KeyNames {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final String tag;

  /**
   * Names what belongs to this workspace; {@link KeySpace#of} calls this.
   *
   * @throws IllegalArgumentException when the id has an unpaired surrogate
   */
  KeyNames(KeySpace keys, String workspaceId) {
    this.tag = keys.prefix() + "{" + encode(workspaceId) + "}";
  }

  /** The hash of records by node id. */
  String nodes() {
    return tag + ":nodes";
  }

  /** The partition of a node: a hash of entries by user id. */
  String node(String nodeId) {
    return tag + ":node:" + encode(nodeId);
  }

  /** Where the pages of a large partition are staged until all are there. */
  String staged(String nodeId, long to) {
    return node(nodeId) + ":" + to;
  }

  /** The hash of registers by user id, with their revision in the empty field. */
  String registers() {
    return tag + ":registers";
  }

  /** The channel of the feed. */
  String channel() {
    return tag;
  }

  /** Letters, digits and {@code - . _ ~} stay, as in a URI; of all else each byte is encoded. */
  private static String encode(String id) {
    StringBuilder encoded = new StringBuilder(id.length());
    for (byte b : WellFormed.require(id).getBytes(StandardCharsets.UTF_8)) {
      if (stays((char) (b & 0xff))) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean stays(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
