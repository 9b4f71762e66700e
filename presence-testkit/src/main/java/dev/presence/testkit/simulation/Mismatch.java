package dev.presence.testkit.simulation;

/** A user whom a viewer is shown otherwise than is so, from the moment at which that began. */
final class Mismatch {

  final long since;

  /** Whether the viewer is shown the user online, who is offline. */
  final boolean ghost;

  /** How long that lasts, on the viewer's contact with the store. */
  long contact;

  boolean reported;

  Mismatch(long since, boolean ghost) {
    this.since = since;
    this.ghost = ghost;
  }
}
