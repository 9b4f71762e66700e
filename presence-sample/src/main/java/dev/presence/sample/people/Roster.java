package dev.presence.sample.people;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workspace of the demo: its members, and the conversations among them. */
public final class Roster {

  private final String workspaceId;
  private final String name;
  private final Map<String, Person> members = new LinkedHashMap<>();
  private final Map<String, List<Conversation>> conversations = new LinkedHashMap<>();

  Roster(String workspaceId, String name, List<Person> members, List<Conversation> conversations) {
    this.workspaceId = workspaceId;
    this.name = name;
    members.forEach(member -> this.members.put(member.userId(), member));
    for (Conversation conversation : conversations) {
      conversation
          .members()
          .forEach(
              userId ->
                  this.conversations
                      .computeIfAbsent(userId, unused -> new ArrayList<>())
                      .add(conversation));
    }
  }

  public String workspaceId() {
    return workspaceId;
  }

  public String name() {
    return name;
  }

  public Collection<Person> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  public Optional<Person> member(String userId) {
    return Optional.ofNullable(members.get(userId));
  }

  public boolean hasMember(String userId) {
    return members.containsKey(userId);
  }

  /** The conversations that this user takes part in. */
  public List<Conversation> conversationsOf(String userId) {
    return Collections.unmodifiableList(conversations.getOrDefault(userId, List.of()));
  }
}
