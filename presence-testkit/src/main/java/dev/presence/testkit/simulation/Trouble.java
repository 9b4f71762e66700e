package dev.presence.testkit.simulation;

/** When something last went wrong with one part of the simulated world. */
final class Trouble {

  /** Long before a run begins; far enough from the limit to calculate with. */
  static final long NEVER = Long.MIN_VALUE / 4;

  /** Later than any moment of a run. */
  static final long NOT_YET = Long.MAX_VALUE / 4;

  private int ongoing;
  private long began = NEVER;
  private long last = NEVER;

  /** Something goes wrong until the matching {@link #end}. */
  void begin(long now) {
    began = ongoing++ == 0 ? now : began;
    last = now;
  }

  void end(long now) {
    ongoing--;
    last = now;
  }

  /** Something went wrong just now, and is over. */
  void happened(long now) {
    began = ongoing == 0 ? now : began;
    last = now;
  }

  /** When it began last. */
  long began() {
    return began;
  }

  /** Since when all is well; {@link #NOT_YET} while it is not. */
  long calmSince() {
    return ongoing > 0 ? NOT_YET : last;
  }

  /** When it last began, happened or ended. */
  long last() {
    return last;
  }
}
