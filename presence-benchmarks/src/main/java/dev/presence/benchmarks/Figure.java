package dev.presence.benchmarks;

import java.util.Locale;

/**
 * One measured figure and the baseline of the same run.
 *
 * @param measurement the name of the measurement that it belongs to
 * @param work what was done
 * @param size how many users or sockets, for the plot; 0 if that does not matter
 * @param unit of both values
 * @param reason what explains it if it misses its goal
 */
record Figure(
    String measurement,
    String work,
    int size,
    String unit,
    double measured,
    String baselineName,
    double baseline,
    Goal goal,
    String reason) {

  private static final String SEPARATOR = "\t";
  private static final int FIELDS = 10;

  double ratio() {
    return measured / baseline;
  }

  boolean isReached() {
    return goal.isReached(measured, baseline);
  }

  /** Reached, missed with the reason, or nothing without a goal. */
  String verdict() {
    if (goal.kind() == Goal.Kind.NONE) {
      return "";
    }
    return isReached() ? "reached" : reason.isEmpty() ? "missed" : "missed: " + reason;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%-10s %s: %s %s; %s: %s %s; ratio %s%s",
        measurement,
        work,
        Goal.number(measured),
        unit,
        baselineName,
        Goal.number(baseline),
        unit,
        Goal.number(ratio()),
        goal.kind() == Goal.Kind.NONE ? "" : " (" + goal.text(unit) + ": " + verdict() + ")");
  }

  /** For {@link #ofLine}. */
  String line() {
    return String.join(
        SEPARATOR,
        measurement,
        work,
        "" + size,
        unit,
        "" + measured,
        baselineName,
        "" + baseline,
        goal.kind().name(),
        "" + goal.value(),
        reason);
  }

  /** Reads what {@link #line} wrote. */
  static Figure ofLine(String line) {
    String[] fields = line.split(SEPARATOR, FIELDS);
    return new Figure(
        fields[0],
        fields[1],
        Integer.parseInt(fields[2]),
        fields[3],
        Double.parseDouble(fields[4]),
        fields[5],
        Double.parseDouble(fields[6]),
        new Goal(Goal.Kind.valueOf(fields[7]), Double.parseDouble(fields[8])),
        fields[9]);
  }
}
