package dev.presence;

import dev.presence.engine.Node;
import dev.presence.engine.OpenRoster;
import dev.presence.engine.WorkspaceOwner;
import dev.presence.model.Presence;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceStatus;
import dev.presence.model.StoreUnavailableException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A live view of one workspace for server code: everyone's presence in the memory of this node,
 * until {@link #close()}. Methods may be called by any thread, answer at once and never block.
 *
 * <p>While the view {@linkplain #isStale() is stale}, users who are not online are unknown: {@link
 * #status} and {@link #presence} throw for them instead of answering offline.
 */
public final class PresenceView implements AutoCloseable {

  private final String workspaceId;
  private final Node node;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable OpenRoster open;

  PresenceView(String workspaceId, Node node) {
    this.workspaceId = workspaceId;
    this.node = node;
    node.submit(workspaceId, owner -> owner.openRoster(this::opened));
  }

  private void opened(OpenRoster roster) {
    open = roster;
    ready.complete(null);
  }

  /** Which workspace. */
  public String workspaceId() {
    return workspaceId;
  }

  /**
   * Completes when the view has read the workspace from the store, or after one store timeout with
   * a view that is stale.
   */
  public CompletableFuture<Void> ready() {
    return Handoff.of(ready, node.runtime());
  }

  /** True while users who are not online are unknown: at first, and while the store is silent. */
  public boolean isStale() {
    OpenRoster roster = open;
    return roster == null || closed.get() || node.isStopped() || roster.stale().getAsBoolean();
  }

  /**
   * The status of a user.
   *
   * @throws StoreUnavailableException when it is unknown, see {@link #isStale()}
   */
  public PresenceStatus status(String userId) {
    return presence(userId).status();
  }

  /**
   * The presence of a user.
   *
   * @throws StoreUnavailableException when it is unknown, see {@link #isStale()}
   */
  public Presence presence(String userId) {
    OpenRoster roster = open;
    Presence presence = roster == null ? Presence.OFFLINE : roster.roster().presenceOf(userId);
    if (!presence.isOnline() && isStale()) {
      throw new StoreUnavailableException(
          "whether user \""
              + userId
              + "\" is online in workspace \""
              + workspaceId
              + "\" is unknown while the view is stale; wait for ready(), or try again",
          null);
    }
    return presence;
  }

  /** How many users are online. */
  public PresenceCounts counts() {
    OpenRoster roster = open;
    return roster == null ? PresenceCounts.NONE : roster.roster().counts();
  }

  /**
   * Everyone who is online, by user id: a live, unmodifiable view. Iterating it copies nothing,
   * shows each change that was made before, and may show changes that are made meanwhile.
   */
  public Map<String, Presence> online() {
    OpenRoster roster = open;
    return roster == null ? Map.of() : roster.roster().online();
  }

  /** Ends the view. Idempotent. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      node.submit(workspaceId, WorkspaceOwner::closeRoster);
    }
  }
}
