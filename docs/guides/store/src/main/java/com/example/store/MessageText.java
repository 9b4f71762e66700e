package com.example.store;

import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.FeedMessage.Draining;
import dev.presence.store.FeedMessage.Gone;
import dev.presence.store.FeedMessage.RegistersSet;
import dev.presence.store.Register;
import dev.presence.store.Registers;
import dev.presence.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the feed as text: parts, each with its length in front, such as {@code 4:gone2:n1
 * 1:7}. A reader ignores kinds that it does not know, and parts that follow the known ones.
 */
final class MessageText {

  /** A change with more text travels without its content. The nodes then read the partition. */
  private static final int LONGEST_CHANGE = 100_000;

  private final StringBuilder text = new StringBuilder();

  static String of(Changed change) {
    MessageText made = new MessageText().add(change.content()).add(change.record());
    made.add(change.entries().size());
    change.entries().forEach((user, entry) -> made.add(user).add(entry));
    made.add(change.removed().size());
    change.removed().forEach(made::add);
    made.add(change.from());
    return made.text.length() <= LONGEST_CHANGE
        ? made.text.toString()
        : of(Changed.nothing(change.record()));
  }

  static String of(Gone gone) {
    return new MessageText().add("GONE").add(gone.nodeId()).add(gone.sequence()).text.toString();
  }

  static String of(Draining draining) {
    return new MessageText().add("DRAINING").add(draining.record()).text.toString();
  }

  static String of(RegistersSet set) {
    MessageText made = new MessageText().add("SET").add(set.fromRevision()).add(set.toRevision());
    made.add(set.registers().size());
    set.registers()
        .forEach(
            (user, registers) -> {
              made.add(user).add(registers.all().size());
              registers.all().forEach(it -> made.add(it.name()).add(it.time()).add(it.value()));
            });
    return made.text.toString();
  }

  private MessageText add(StoredRecord record) {
    return add(record.nodeId())
        .add(record.deadline())
        .add(record.leaseMillis())
        .add(record.sequence())
        .add(record.users())
        .add(record.draining())
        .add(record.wallOffset());
  }

  private MessageText add(Object part) {
    String added = part.toString();
    text.append(added.length()).append(':').append(added);
    return this;
  }

  /** The message, or null if this version does not know its kind. */
  static @Nullable FeedMessage read(String text) {
    return new Reader(text).message();
  }

  private static final class Reader {
    private final String text;
    private int position;

    Reader(String text) {
      this.text = text;
    }

    private String next() {
      int colon = text.indexOf(':', position);
      int end = colon + 1 + Integer.parseInt(text.substring(position, colon));
      position = end;
      return text.substring(colon + 1, end);
    }

    private long number() {
      return Long.parseLong(next());
    }

    @Nullable FeedMessage message() {
      return switch (next()) {
        case "DIFFERENCE" -> difference(record(), entries(), users());
        case "WHOLE" -> Changed.whole(record(), entries());
        case "NOTHING" -> Changed.nothing(record());
        case "GONE" -> Gone.of(next(), number());
        case "DRAINING" -> Draining.of(record());
        case "SET" -> RegistersSet.of(next(), next(), registers());
        default -> null;
      };
    }

    private Changed difference(
        StoredRecord record, Map<String, String> entries, Set<String> removed) {
      return Changed.difference(record, number(), entries, removed);
    }

    private StoredRecord record() {
      return StoredRecord.builder(next())
          .deadline(number())
          .leaseMillis(number())
          .sequence(number())
          .users((int) number())
          .draining(Boolean.parseBoolean(next()))
          .wallOffset(number())
          .build();
    }

    private Map<String, String> entries() {
      Map<String, String> entries = new HashMap<>();
      for (long left = number(); left > 0; left--) {
        entries.put(next(), next());
      }
      return entries;
    }

    private Set<String> users() {
      Set<String> users = new HashSet<>();
      for (long left = number(); left > 0; left--) {
        users.add(next());
      }
      return users;
    }

    private Map<String, Registers> registers() {
      Map<String, Registers> registers = new HashMap<>();
      for (long left = number(); left > 0; left--) {
        registers.put(next(), registersOfOne());
      }
      return registers;
    }

    private Registers registersOfOne() {
      List<Register> all = new ArrayList<>();
      for (long left = number(); left > 0; left--) {
        all.add(Register.of(next(), number(), next()));
      }
      return Registers.of(all);
    }
  }
}
