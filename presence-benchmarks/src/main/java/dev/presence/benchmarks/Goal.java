package dev.presence.benchmarks;

import java.util.Locale;

/**
 * What a figure should reach.
 *
 * @param kind what is compared with the value
 */
record Goal(Kind kind, double value) {

  /** What is compared. */
  enum Kind {
    /** The measured value is at most this. */
    AT_MOST,
    /** The measured value is at least this. */
    AT_LEAST,
    /** The measured value is at most this many times the baseline. */
    RATIO_AT_MOST,
    /** The measured value exceeds the baseline by at most this. */
    ABOVE_BASELINE_AT_MOST,
    /** Nothing: the figure is shown only. */
    NONE
  }

  static Goal atMost(double value) {
    return new Goal(Kind.AT_MOST, value);
  }

  static Goal atLeast(double value) {
    return new Goal(Kind.AT_LEAST, value);
  }

  static Goal ratioAtMost(double value) {
    return new Goal(Kind.RATIO_AT_MOST, value);
  }

  static Goal aboveBaselineAtMost(double value) {
    return new Goal(Kind.ABOVE_BASELINE_AT_MOST, value);
  }

  static Goal none() {
    return new Goal(Kind.NONE, 0);
  }

  boolean isReached(double measured, double baseline) {
    return switch (kind) {
      case AT_MOST -> measured <= value;
      case AT_LEAST -> measured >= value;
      case RATIO_AT_MOST -> measured <= value * baseline;
      case ABOVE_BASELINE_AT_MOST -> measured - baseline <= value;
      case NONE -> true;
    };
  }

  String text(String unit) {
    String number = number(value);
    return switch (kind) {
      case AT_MOST -> "at most " + number + " " + unit;
      case AT_LEAST -> "at least " + number + " " + unit;
      case RATIO_AT_MOST -> "ratio at most " + number;
      case ABOVE_BASELINE_AT_MOST -> "baseline plus " + number + " " + unit;
      case NONE -> "";
    };
  }

  /** A number with three digits that count. */
  static String number(double value) {
    double size = Math.abs(value);
    String pattern =
        size >= 100 || size == Math.rint(size)
            ? "%,.0f"
            : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
