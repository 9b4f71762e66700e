package dev.presence.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the figures of one measurement, and prints each as soon as it is known. */
final class Figures {

  private final String measurement;
  private final Consumer<String> out;
  private final List<Figure> all = new ArrayList<>();

  Figures(String measurement, Consumer<String> out) {
    this.measurement = measurement;
    this.out = out;
  }

  /** A figure in the making. */
  Row row(String work, String unit) {
    return new Row(work, unit);
  }

  List<Figure> all() {
    return List.copyOf(all);
  }

  /** What was measured, next to its baseline. */
  final class Row {
    private final String work;
    private final String unit;
    private int size;
    private String reason = "";
    private Goal goal = Goal.none();

    private Row(String work, String unit) {
      this.work = work;
      this.unit = unit;
    }

    Row size(int value) {
      size = value;
      return this;
    }

    /** What it should reach, and what explains it if it does not. */
    Row goal(Goal value, String ifMissed) {
      goal = value;
      reason = ifMissed;
      return this;
    }

    Row goal(Goal value) {
      return goal(value, "");
    }

    void add(double measured, String baselineName, double baseline) {
      Figure figure =
          new Figure(measurement, work, size, unit, measured, baselineName, baseline, goal, reason);
      all.add(figure);
      out.accept(figure.text());
    }
  }
}
