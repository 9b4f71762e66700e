package dev.presence.spi;

import dev.presence.model.PresenceUpdate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees how a tracker works; metrics are made of it. Every method does nothing by default. They are
 * called on the tracker's own threads: return quickly, do not block, do not throw.
 */
public interface PresenceObserver {

  /** Sees nothing. */
  PresenceObserver NONE = new PresenceObserver() {};

  /**
   * A call to the store ended.
   *
   * @param operation the name of the method of {@link PresenceStore}
   * @param duration from the call to its answer or its deadline
   * @param failure why it failed, or null
   */
  default void onStoreCall(String operation, Duration duration, @Nullable Throwable failure) {}

  /**
   * A shard of the store was silent too long ({@code stale}), or answers again.
   *
   * @param shardId see {@link StoreShard#id()}
   */
  default void onStale(String shardId, boolean stale) {}

  /**
   * A workspace is shown as stale at this node, because its shard is silent, because the store
   * refuses its writes, or because part of it could not be read; or it is so no more.
   */
  default void onWorkspaceStale(String workspaceId, boolean stale) {}

  /** An update leaves the tracker for its broadcasters and listeners. */
  default void onUpdate(PresenceUpdate update) {}

  /** A node's lease was over, or it said that it is gone. */
  default void onNodeGone(String workspaceId, String nodeId) {}

  /** Something did not fit and is being repaired by loading or sending a partition. */
  default void onRepair(String workspaceId, String reason) {}
}
