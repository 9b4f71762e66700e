package dev.presence.sample.people;

import java.util.List;

/**
 * Direct messages between two people, or among more.
 *
 * @param name of a group; that of a 1:1 is the other person's
 * @param members user ids, the caller's own among them
 */
public record Conversation(String id, Kind kind, String name, List<String> members) {

  /** Two people, or more. */
  public enum Kind {
    DIRECT,
    GROUP
  }

  public Conversation {
    members = List.copyOf(members);
  }

  static Conversation direct(String one, String other) {
    return new Conversation("dm-" + one + "-" + other, Kind.DIRECT, "", List.of(one, other));
  }

  static Conversation group(String id, String name, List<String> members) {
    return new Conversation("group-" + id, Kind.GROUP, name, members);
  }

  /** Everybody in it but this user. */
  public List<String> othersThan(String userId) {
    return members.stream().filter(member -> !member.equals(userId)).toList();
  }
}
