package dev.presence.redis;

import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.FeedMessage.Content;
import dev.presence.store.FeedMessage.Draining;
import dev.presence.store.FeedMessage.Gone;
import dev.presence.store.FeedMessage.RegistersSet;
import dev.presence.store.Registers;
import dev.presence.store.StoredRecord;
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
      case FeedText.LEAVING -> Draining.of(record());
      case FeedText.GONE -> gone(number());
      case FeedText.SET -> set(text(), text());
      default -> null;
    };
  }

  private StoredRecord record() {
    long deadline = number();
    int users = (int) number();
    boolean draining = number() != 0;
    return StoredRecord.builder(text())
        .deadline(deadline)
        .leaseMillis(number())
        .sequence(number())
        .users(users)
        .draining(draining)
        .wallOffset(number())
        .build();
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
    return switch (content) {
      case DIFFERENCE -> Changed.difference(record, from, entries, removed);
      case WHOLE -> Changed.whole(record, entries);
      case NOTHING -> Changed.nothing(record);
    };
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
    return Gone.of(text(), sequence);
  }

  private RegistersSet set(String before, String after) {
    Map<String, Registers> registers = new HashMap<>();
    for (long left = number(); left > 0; left--) {
      String userId = text();
      Registers read = RegisterText.parse(text());
      if (read != null) {
        registers.put(userId, read);
      }
    }
    return RegistersSet.of(before, after, registers);
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
