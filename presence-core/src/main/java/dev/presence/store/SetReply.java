package dev.presence.store;

/** The answer to a {@link SetRequest}. */
public sealed interface SetReply {

  /** A reply. */
  static SetReply of(String before, String after) {
    return new SetReplyValue(before, after);
  }

  /** The revision before the call. Empty if there was none. */
  String before();

  /** The revision now: that of the request, or the one before if the call changed no register. */
  String after();
}

record SetReplyValue(String before, String after) implements SetReply {}
