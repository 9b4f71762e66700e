package dev.presence.redis;

import java.util.ArrayList;
import java.util.List;

/** What happened in a run, and what must not have happened. */
final class LinesJournal {

  private final ScriptedWorld world;
  final List<String> steps = new ArrayList<>();
  final List<String> violations = new ArrayList<>();

  LinesJournal(ScriptedWorld world) {
    this.world = world;
  }

  void step(String what) {
    steps.add("%9.3f  %s".formatted(world.runtime.ticks() / 1_000.0, what));
  }

  void violation(String what) {
    step("VIOLATION: " + what);
    violations.add(what);
  }
}
