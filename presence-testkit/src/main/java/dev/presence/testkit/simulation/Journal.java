package dev.presence.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened in a run, in words, and what should not have. */
final class Journal {

  private record Line(long at, String text) {
    @Override
    public String toString() {
      return "%9.3f s  %s".formatted(at / 1000.0, text);
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final List<Line> violations = new ArrayList<>();

  void step(long now, String text) {
    lines.add(new Line(now, text));
  }

  void violation(long now, String text) {
    violations.add(new Line(now, text));
    lines.add(new Line(now, "VIOLATION: " + text));
  }

  List<String> lines() {
    return lines.stream().map(Line::toString).toList();
  }

  List<String> violations() {
    return violations.stream().map(Line::toString).toList();
  }
}
