package dev.presence.redis;

import dev.presence.spi.Claim;
import dev.presence.spi.FeedMessage;
import dev.presence.spi.FeedMessage.Changed;
import dev.presence.spi.FeedMessage.Claimed;
import dev.presence.spi.FeedMessage.Content;
import dev.presence.spi.FeedMessage.Gone;
import dev.presence.spi.FeedMessage.Leaving;
import dev.presence.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link FeedText} describes. */
final class FeedReader {

  private final ByteBuffer in;

  private FeedReader(byte[] message) {
    in = ByteBuffer.wrap(message);
  }

  /**
   * The message, or null when its version or kind is not known here.
   *
   * @throws RuntimeException when the message is damaged
   */
  static @Nullable FeedMessage read(byte[] message) {
    FeedReader reader = new FeedReader(message);
    return reader.character() == FeedText.VERSION ? reader.message(reader.character()) : null;
  }

  private @Nullable FeedMessage message(char kind) {
    return switch (kind) {
      case FeedText.CHANGED -> changed(record());
      case FeedText.LEAVING -> new Leaving(record());
      case FeedText.GONE -> gone(number());
      case FeedText.CLAIMED -> claimed(text(), text());
      default -> null;
    };
  }

  private StoredRecord record() {
    long deadline = number();
    int users = (int) number();
    boolean leaving = number() != 0;
    return new StoredRecord(text(), deadline, number(), number(), users, leaving, number());
  }

  private @Nullable Changed changed(StoredRecord record) {
    long from = number();
    Content content = content(word());
    if (content == null) {
      return null;
    }
    Map<String, String> entries = new HashMap<>();
    for (long left = number(); left > 0; left--) {
      entries.put(text(), text());
    }
    Set<String> removed = new HashSet<>();
    for (long left = number(); left > 0; left--) {
      removed.add(text());
    }
    return new Changed(record, from, content, entries, removed);
  }

  private static @Nullable Content content(String letter) {
    return switch (letter.isEmpty() ? ' ' : letter.charAt(0)) {
      case FeedText.DIFFERENCE -> Content.DIFFERENCE;
      case FeedText.WHOLE -> Content.WHOLE;
      case FeedText.NOTHING -> Content.NOTHING;
      default -> null;
    };
  }

  private Gone gone(long sequence) {
    return new Gone(text(), sequence);
  }

  private Claimed claimed(String before, String after) {
    Map<String, Claim> claims = new HashMap<>();
    for (long left = number(); left > 0; left--) {
      claims.put(text(), new Claim(number() != 0, number(), number()));
    }
    return new Claimed(before, after, claims);
  }

  private char character() {
    return (char) in.get();
  }

  private long number() {
    return Long.parseLong(word());
  }

  private String word() {
    return upTo(' ');
  }

  private String upTo(char end) {
    int start = in.position();
    while (in.get() != end) {
      // looks for the end
    }
    return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.US_ASCII);
  }

  private String text() {
    int length = Integer.parseInt(upTo(':'));
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }
}
