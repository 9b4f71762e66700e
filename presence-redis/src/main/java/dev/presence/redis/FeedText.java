package dev.presence.redis;

import dev.presence.store.FeedMessage.Content;
import dev.presence.store.PartitionWrite;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The messages of the feed as text. Numbers end with a space; a text is preceded by its length in
 * bytes of UTF-8 and a colon, so that it may hold anything.
 *
 * <pre>
 * 1C deadline users draining  node lease sequence wallOffset  from content entries (user entry)... removed (user)...
 * 1L deadline users draining  node lease sequence wallOffset
 * 1G sequence  node
 * 1S revision-before revision-after users  (user registers)...
 * </pre>
 *
 * <p>The digit is the version. A reader ignores messages of versions, kinds and contents that it
 * does not know, and what a later version appends to a message; the sequences show what it missed.
 * What a script decides stands in front of what Java knows when it calls the script, so that
 * scripts only put texts together.
 */
final class FeedText {

  static final char VERSION = '1';
  static final char CHANGED = 'C';
  static final char LEAVING = 'L';
  static final char GONE = 'G';
  static final char SET = 'S';

  static final char DIFFERENCE = 'D';
  static final char WHOLE = 'W';
  static final char NOTHING = 'N';

  private final StringBuilder text = new StringBuilder();

  private FeedText() {}

  /** The part of {@code Changed} and {@code Draining} that says which record. */
  static String recordPart(PartitionWrite request) {
    return new FeedText()
        .text(request.nodeId())
        .number(request.leaseMillis())
        .number(request.to())
        .number(request.wallOffset())
        .toString();
  }

  /** The part of {@code Changed} that says what changed. */
  static String changePart(long from, Content content, Map<String, String> put, Set<String> cut) {
    FeedText part = new FeedText().number(from);
    part.text.append(letterOf(content)).append(' ');
    part.number(put.size());
    put.forEach((user, entry) -> part.text(user).text(entry));
    part.number(cut.size());
    cut.forEach(part::text);
    return part.toString();
  }

  private static char letterOf(Content content) {
    return switch (content) {
      case DIFFERENCE -> DIFFERENCE;
      case WHOLE -> WHOLE;
      case NOTHING -> NOTHING;
    };
  }

  /** The part of {@code Gone} that says which node. */
  static String nodePart(String nodeId) {
    return new FeedText().text(nodeId).toString();
  }

  private FeedText number(long value) {
    text.append(value).append(' ');
    return this;
  }

  private FeedText text(String value) {
    text.append(value.getBytes(StandardCharsets.UTF_8).length).append(':').append(value);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
