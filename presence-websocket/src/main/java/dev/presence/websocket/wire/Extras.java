package dev.presence.websocket.wire;

/** What a client may request in addition, in every frame with users. */
public enum Extras {
  /** Nothing. */
  NONE(false, false),
  /** Since when users have their status. */
  SINCE(true, false),
  /** What connections state of themselves. */
  DATA(false, true),
  /** Both. */
  SINCE_AND_DATA(true, true);

  private final boolean since;
  private final boolean data;

  Extras(boolean since, boolean data) {
    this.since = since;
    this.data = data;
  }

  /** What was requested. */
  public static Extras of(boolean since, boolean data) {
    if (since) {
      return data ? SINCE_AND_DATA : SINCE;
    }
    return data ? DATA : NONE;
  }

  boolean since() {
    return since;
  }

  boolean data() {
    return data;
  }
}
