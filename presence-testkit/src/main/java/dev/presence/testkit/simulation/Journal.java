package dev.presence.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened in a run, in words, and what should not have. */
final class Journal {

  private final List<String> lines = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  void step(long now, String text) {
    lines.add(at(now) + text);
  }

  void violation(long now, String text) {
    violations.add(at(now) + text);
    lines.add(at(now) + "VIOLATION: " + text);
  }

  List<String> lines() {
    return lines;
  }

  List<String> violations() {
    return violations;
  }

  private static String at(long now) {
    return "%9.3f s  ".formatted(now / 1000.0);
  }
}
