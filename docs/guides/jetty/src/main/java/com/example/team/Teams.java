package com.example.team;

import java.util.Map;
import java.util.Set;

/** Who works with whom. Yours is a table of a database. */
final class Teams {

  private final Map<String, Set<String>> members =
      Map.of("acme", Set.of("ada", "bob", "cleo"), "initech", Set.of("dan"));

  boolean hasMember(String team, String user) {
    return members.getOrDefault(team, Set.of()).contains(user);
  }

  /** Everybody's password is their name, for this is an example. */
  boolean knows(String user, String password) {
    return members.values().stream().anyMatch(team -> team.contains(user)) && password.equals(user);
  }
}
