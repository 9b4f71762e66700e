package dev.presence.testkit.simulation;

/** A user whom a viewer is shown otherwise than is so, from the moment at which that began. */
final class Mismatch {

  final long since;

  /** Whether the viewer is shown the user online, who is offline. */
  final boolean ghost;

  /** How long that lasts, on the viewer's contact with the store. */
  long contact;

  /** From when on {@link #contact} counts. */
  long countedFrom;

  boolean reported;

  Mismatch(long since, boolean ghost) {
    this.since = since;
    this.countedFrom = since;
    this.ghost = ghost;
  }

  /** A store that lost data gives every node a whole lease more: it counts anew from there. */
  void countAgainFrom(long loss) {
    if (loss > countedFrom) {
      countedFrom = loss;
      contact = 0;
    }
  }
}
