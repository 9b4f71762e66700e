package dev.presence.memory.internal;

import dev.presence.store.FeedMessage;
import java.util.List;

/**
 * What one operation on a {@link MemoryState} came to.
 *
 * @param reply the answer to the caller
 * @param published what the feed of the workspace tells, in this order
 */
public record Outcome<R>(R reply, List<FeedMessage> published) {

  public Outcome {
    published = List.copyOf(published);
  }

  static <R> Outcome<R> silent(R reply) {
    return new Outcome<>(reply, List.of());
  }
}
