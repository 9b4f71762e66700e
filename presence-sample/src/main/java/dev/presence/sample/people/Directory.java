package dev.presence.sample.people;

import static dev.presence.sample.people.Conversation.direct;
import static dev.presence.sample.people.Conversation.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All workspaces of the demo, and everybody who can sign in. */
public final class Directory {

  /** The workspace that everybody is a member of. */
  public static final String HOME = "acme";

  /** At most this many people can be bots: all of the cast whom nobody signs in as. */
  public static final int MOST_BOTS = 9;

  private static final Set<String> STUDIO = Set.of("ada", "carol", "grace");
  private static final int TEAM = 5;

  private final Roster home;
  private final Map<String, Roster> workspaces;

  private Directory(Roster home, Roster studio) {
    this.home = home;
    workspaces = Map.of(home.workspaceId(), home, studio.workspaceId(), studio);
  }

  /**
   * The cast, and with it {@code u1} to {@code uN}. Bots are chosen among the cast, but never
   * {@code ada}, {@code bob}, {@code carol} and {@code mallory}.
   */
  public static Directory of(int members, int bots) {
    List<Person> cast =
        Stream.concat(Cast.visitors().stream(), Cast.colleagues(bots).stream()).toList();
    List<Person> everybody = new ArrayList<>(cast);
    IntStream.rangeClosed(1, members).mapToObj(Directory::numbered).forEach(everybody::add);
    List<Conversation> conversations = new ArrayList<>(Cast.conversations());
    conversations.addAll(conversationsOfNumbered(members));
    List<Person> few = cast.stream().filter(it -> STUDIO.contains(it.userId())).toList();
    return new Directory(
        new Roster(HOME, "Acme", everybody, conversations),
        new Roster("studio", "Studio North", few, List.of(direct("ada", "carol"))));
  }

  public Optional<Roster> workspace(String workspaceId) {
    return Optional.ofNullable(workspaces.get(workspaceId));
  }

  /** The workspaces that this user is a member of, the home of all first. */
  public List<Roster> workspacesOf(String userId) {
    return workspaces.values().stream()
        .filter(roster -> roster.hasMember(userId))
        .sorted((one, other) -> Boolean.compare(other == home, one == home))
        .toList();
  }

  /** Whether somebody can sign in by this id. */
  public boolean knows(String userId) {
    return home.hasMember(userId);
  }

  public List<Person> bots() {
    return home.members().stream().filter(Person::bot).toList();
  }

  /** Whom the first page offers. */
  public List<Person> cast() {
    return home.members().stream().limit(Cast.visitors().size() + MOST_BOTS).toList();
  }

  public int numberOfMembers() {
    return home.members().size();
  }

  private static Person numbered(int number) {
    return new Person("u" + number, "User " + number, "Member", false);
  }

  // Everybody needs a 1:1 and a group, and nobody may get a list that grows with the workspace.
  private static List<Conversation> conversationsOfNumbered(int members) {
    List<Conversation> found = new ArrayList<>();
    int teams = Math.max(1, members / TEAM);
    for (int team = 0; team < teams && members > 0; team++) {
      int last = team == teams - 1 ? members : (team + 1) * TEAM;
      Stream<String> numbered =
          IntStream.rangeClosed(team * TEAM + 1, last).mapToObj(it -> "u" + it);
      Stream<String> hosts = team == 0 ? Stream.of("ada", "bob") : Stream.of();
      found.add(
          group(
              "team-" + (team + 1), "Team " + (team + 1), Stream.concat(hosts, numbered).toList()));
    }
    IntStream.rangeClosed(1, Math.min(members, 3))
        .forEach(it -> found.add(direct("ada", "u" + it)));
    IntStream.range(1, members).forEach(it -> found.add(direct("u" + it, "u" + (it + 1))));
    return found;
  }
}
