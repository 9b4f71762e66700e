package dev.presence.spi;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A part of a {@link PresenceStore} that can fail while the others work, such as one master of a
 * cluster. A workspace lives in one shard at a time; a store that is one server has one shard.
 *
 * <p>Each shard has a clock of its own. Safe for use by any thread.
 */
public interface StoreShard {

  /**
   * Names the shard within its store, for logs and metrics. Two shards with the same id are the
   * same shard.
   */
  String id();

  /**
   * Asks whether this shard answers; the result is its clock in epoch milliseconds. A node calls it
   * once per second. Threads and errors as for every method of {@link PresenceStore}.
   */
  CompletionStage<Long> ping();

  /** A shard of this name that is asked by {@code ping}. */
  static StoreShard of(String id, Supplier<CompletionStage<Long>> ping) {
    return new StoreShard() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public CompletionStage<Long> ping() {
        return ping.get();
      }

      @Override
      public String toString() {
        return id;
      }
    };
  }
}
