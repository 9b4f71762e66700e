package dev.presence.sample.faults;

/** Prints what a test measured. */
final class Report {

  private Report() {}

  static void of(String what, String figure) {
    System.out.println("measured: " + what + " " + figure);
  }
}
