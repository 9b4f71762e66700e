package dev.presence.sample.people;

import static dev.presence.sample.people.Conversation.direct;
import static dev.presence.sample.people.Conversation.group;

import java.util.List;
import java.util.stream.IntStream;

/** The people of the demo. */
final class Cast {

  /** A name that would run as a script wherever a page took it for anything but text. */
  private static final String HOSTILE_NAME = "<img src=x onerror=alert(1)>";

  /** Visitors and tests sign in as these, so none of them is ever a bot. */
  private static final List<Person> VISITORS =
      List.of(
          person("ada", "Ada Moreau", "Product"),
          person("bob", "Bob Lindqvist", "Engineering"),
          person("carol", "Carol Okafor", "Design"),
          person("mallory", HOSTILE_NAME, "Security"));

  private static final List<Person> COLLEAGUES =
      List.of(
          person("dan", "Dan Whitaker", "Engineering"),
          person("eve", "Eve Tanaka", "Research"),
          person("finn", "Finn O’Shea", "Support"),
          person("grace", "Grace Adeyemi", "Design"),
          person("hana", "Hana Kovač", "Engineering"),
          person("ivan", "Iván Castillo", "Sales"),
          person("jude", "Jude Bernard", "Operations"),
          person("kira", "Kira Novak", "Marketing"),
          person("leo", "Leo Haddad", "Finance"));

  private static final List<Conversation> CONVERSATIONS =
      List.of(
          direct("ada", "bob"),
          direct("ada", "carol"),
          direct("bob", "carol"),
          group("launch", "Launch crew", List.of("ada", "bob", "carol", "dan", "eve")),
          direct("ada", "dan"),
          direct("ada", "eve"),
          direct("bob", "dan"),
          direct("bob", "finn"),
          direct("bob", "hana"),
          direct("carol", "eve"),
          direct("carol", "grace"),
          group("design", "Design review", List.of("ada", "carol", "grace", "hana")),
          group("friday", "Friday lunch", List.of("ada", "bob", "finn", "ivan", "jude", "mallory")),
          direct("ada", "mallory"),
          direct("bob", "mallory"),
          direct("dan", "hana"),
          direct("eve", "grace"),
          direct("finn", "kira"),
          direct("ivan", "kira"),
          direct("jude", "leo"),
          group("planning", "Quarterly planning", List.of("bob", "ivan", "jude", "kira", "leo")));

  private Cast() {}

  static List<Person> visitors() {
    return VISITORS;
  }

  static List<Person> colleagues(int bots) {
    return IntStream.range(0, COLLEAGUES.size())
        .mapToObj(
            index -> {
              Person person = COLLEAGUES.get(index);
              return new Person(person.userId(), person.name(), person.title(), index < bots);
            })
        .toList();
  }

  static List<Conversation> conversations() {
    return CONVERSATIONS;
  }

  private static Person person(String userId, String name, String title) {
    return new Person(userId, name, title, false);
  }
}
