package dev.presence.sample.web;

import dev.presence.sample.people.Conversation;
import dev.presence.sample.people.Directory;
import dev.presence.sample.people.Person;
import dev.presence.sample.people.Roster;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A workspace as its page needs it.
 *
 * @param userId the caller
 * @param dms the caller's conversations
 * @param workspaces where else the caller is a member
 */
record RosterAnswer(
    String workspaceId,
    String name,
    String userId,
    List<Person> members,
    List<Dm> dms,
    List<Place> workspaces) {

  /**
   * A conversation, as its participant sees it.
   *
   * @param type {@code direct} or {@code group}
   * @param userId the other person of a direct one
   */
  record Dm(String id, String type, String name, @Nullable String userId, List<String> members) {}

  /** A workspace to go to. */
  record Place(String workspaceId, String name) {}

  static RosterAnswer of(Directory directory, Roster roster, String userId) {
    return new RosterAnswer(
        roster.workspaceId(),
        roster.name(),
        userId,
        List.copyOf(roster.members()),
        roster.conversationsOf(userId).stream().map(it -> dmOf(it, roster, userId)).toList(),
        directory.workspacesOf(userId).stream()
            .map(it -> new Place(it.workspaceId(), it.name()))
            .toList());
  }

  private static Dm dmOf(Conversation conversation, Roster roster, String userId) {
    List<String> others = conversation.othersThan(userId);
    boolean direct = conversation.kind() == Conversation.Kind.DIRECT;
    String other = direct ? others.get(0) : null;
    String name =
        other == null ? conversation.name() : roster.member(other).map(Person::name).orElse(other);
    String type = conversation.kind().name().toLowerCase(Locale.ROOT);
    return new Dm(conversation.id(), type, name, other, conversation.members());
  }
}
