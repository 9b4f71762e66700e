package dev.presence;

/** What a callback throws in tests; without a stack trace, so that logs stay short. */
public final class OnPurpose extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OnPurpose() {
    super("thrown on purpose", null, false, false);
  }
}
