package dev.presence.websocket.wire;

/** Leads out of the reading of a frame; without a stack, because floods must stay cheap. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  final ErrorCode code;
  final String text;

  Refusal(ErrorCode code, String text) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
  }
}
