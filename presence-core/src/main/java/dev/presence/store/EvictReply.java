package dev.presence.store;

/**
 * What became of an {@link EvictRequest}.
 *
 * @param verdict what the store found
 * @param deadline the node's deadline, when it is alive; else 0
 * @param now the store's clock
 */
public record EvictReply(Verdict verdict, long deadline, long now) {

  /** What the store found. */
  public enum Verdict {
    /** The node has no record, or had it until this call. */
    GONE,
    /** The node's record has another deadline. */
    ALIVE,
    /** The store forgot the caller, so its word on others counts for nothing; the caller syncs. */
    UNKNOWN
  }
}
