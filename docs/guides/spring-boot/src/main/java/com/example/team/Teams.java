package com.example.team;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Who works with whom. Yours is a table of a database. */
@Component
class Teams {

  private final Map<String, Set<String>> members =
      Map.of("acme", Set.of("ada", "bob", "cleo"), "initech", Set.of("dan"));

  boolean hasMember(String team, String user) {
    return members.getOrDefault(team, Set.of()).contains(user);
  }

  Set<String> everybody() {
    Set<String> everybody = new TreeSet<>();
    members.values().forEach(everybody::addAll);
    return everybody;
  }
}
