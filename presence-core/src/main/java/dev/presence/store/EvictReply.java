package dev.presence.store;

/** The answer to an {@link EvictRequest}. */
public sealed interface EvictReply {

  /** The node has no record, or had it until this call. */
  static EvictReply gone(long now) {
    return new EvictReplyValue(Verdict.GONE, 0, now);
  }

  /** The node has this deadline, which is not the one of the request. */
  static EvictReply alive(long deadline, long now) {
    return new EvictReplyValue(Verdict.ALIVE, deadline, now);
  }

  /** The store has no record of the caller, or an older one than the caller knows. */
  static EvictReply unknown(long now) {
    return new EvictReplyValue(Verdict.UNKNOWN, 0, now);
  }

  /** What the store found. */
  Verdict verdict();

  /** The node's deadline if it is alive, else 0. */
  long deadline();

  /** The store's clock. */
  long now();

  /** What the store found. */
  enum Verdict {
    /** The node has no record, or had it until this call. */
    GONE,
    /** The node's record has another deadline. */
    ALIVE,
    /** The store lost data of the caller, so its answer about others does not count. */
    UNKNOWN
  }
}

record EvictReplyValue(Verdict verdict, long deadline, long now) implements EvictReply {}
