package dev.presence;

import dev.presence.engine.LeaseRule;
import dev.presence.engine.LocalConnection;
import dev.presence.engine.Node;
import dev.presence.engine.OfflineHandler;
import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.model.OfflineEvent;
import dev.presence.model.PresenceHealth;
import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceOptions;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.store.PresenceStore;
import dev.presence.transport.PresenceBroadcaster;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks who is active, away or offline. One tracker a JVM is a node of the cluster; the nodes meet
 * in a {@link PresenceStore}.
 *
 * <pre>{@code
 * PresenceTracker tracker = PresenceTracker.builder().build();
 * PresenceConnection tab = tracker.workspace("acme").connect("ada");
 * tracker.workspace("acme").subscribe(listener);
 * tab.leave();
 * tracker.close();
 * }</pre>
 *
 * <p>Safe for use by any thread. No method blocks, but {@link #close()}.
 */
public final class PresenceTracker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PresenceTracker.class);

  /** How long transports may take to send their clients away; containers are stopped after that. */
  private static final Duration SENDING_AWAY = Duration.ofSeconds(5);

  private final Node node;
  private final Transports transports;
  private final @Nullable SystemRuntime ownRuntime;
  private final Map<String, PresenceConnection> connections = new ConcurrentHashMap<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private @Nullable CompletableFuture<Void> closed;

  private PresenceTracker(Builder builder) {
    PresenceRuntime given = builder.runtime;
    ownRuntime = given == null ? new SystemRuntime(builder.executor) : null;
    PresenceRuntime runtime = given == null ? Objects.requireNonNull(ownRuntime) : given;
    PresenceStore store =
        builder.store == null ? InMemoryPresenceStore.create(runtime) : builder.store;
    transports = new Transports(runtime, builder.observer);
    node = new Node(store, runtime, builder.options, builder.observer, builder.rules, transports);
    node.start();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A handle on a workspace. Workspaces need no creation: one exists where somebody is present. */
  public Workspace workspace(String workspaceId) {
    return new Workspace(this, workspaceId);
  }

  /** A connection at this node that has not ended, by its {@link PresenceConnection#id()}. */
  public Optional<PresenceConnection> connection(String connectionId) {
    return Optional.ofNullable(connections.get(connectionId));
  }

  /**
   * Joins a transport: the tracker drains it when it closes, and runs at most four of its calls at
   * once. Its viewers join with {@link Workspace#join}.
   */
  public Subscription join(PresenceBroadcaster broadcaster) {
    requireOpen();
    return transports.join(Objects.requireNonNull(broadcaster, "broadcaster"));
  }

  /**
   * Calls the handler when a user has been offline in a workspace for this long: for an e-mail or a
   * push. One node of the cluster calls: the first, by id, of those that view the workspace. So
   * register the same handler on each node. If that node dies, the next one calls; only then an
   * event may come twice. Nothing is called for workspaces that no node views, and after all nodes
   * were restarted. An event comes at most a second late.
   */
  public Subscription onOffline(Duration after, Consumer<OfflineEvent> handler) {
    requireOpen();
    if (after.isNegative() || after.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException(
          "after was " + after + "; it must be from zero to 365 days");
    }
    Objects.requireNonNull(handler, "handler");
    OfflineHandler added = new OfflineHandler(after, event -> guarded(handler, event));
    node.offlineHandlers().add(added);
    return () -> node.offlineHandlers().remove(added);
  }

  private static void guarded(Consumer<OfflineEvent> handler, OfflineEvent event) {
    try {
      handler.accept(event);
    } catch (RuntimeException | Error e) {
      log.error("A handler of offline users failed for {}; it is not called again", event, e);
    }
  }

  /**
   * Completes when the store has answered for the first time; for applications that want to wait
   * with their start.
   */
  public CompletableFuture<Void> ready() {
    return handedOff(node.link().ready());
  }

  /** How this node stands with its store. */
  public PresenceHealth health() {
    return PresenceHealth.of(node.link().health(), node.staleWorkspaces());
  }

  /** Names this incarnation of the node; new at each start. */
  public String nodeId() {
    return node.id();
  }

  public PresenceOptions options() {
    return node.options();
  }

  /** The time, scheduling and randomness that this tracker runs on, for transports that join it. */
  public PresenceRuntime runtime() {
    return node.runtime();
  }

  /**
   * Announces an orderly stop: other nodes show this node's users unchanged for {@link
   * PresenceOptions#drainTime()}, so that they can come back elsewhere. After this, new
   * connections, listeners and transports are refused, and what present connections do, such as a
   * leave, is no longer written; reads and manual statuses work until the tracker is closed.
   * Completes when the store has it, or after one store timeout without it. Idempotent; {@link
   * #close()} does it, too.
   */
  public CompletableFuture<Void> drain() {
    stopping.set(true);
    return handedOff(node.drain());
  }

  /**
   * Stops in order: {@linkplain #drain drains}, lets the transports that joined send their clients
   * away, ends all connections and closes the store. Completes when that is done, and never fails.
   * Idempotent.
   */
  public synchronized CompletableFuture<Void> closeAsync() {
    if (closed == null) {
      closed =
          handedOff(
              drain()
                  .thenCompose(drained -> transports.drain(SENDING_AWAY))
                  .thenCompose(sentAway -> node.stop())
                  .whenComplete((done, failure) -> ended(failure))
                  .exceptionally(failure -> null));
    }
    return closed.copy();
  }

  private void ended(@Nullable Throwable failure) {
    if (failure != null) {
      log.warn(
          "The PresenceTracker did not close cleanly; its users are offline after their lease",
          failure);
    }
    if (ownRuntime != null) {
      ownRuntime.close();
    }
  }

  /**
   * {@link #closeAsync()}, waiting for it: at most two store timeouts and the time that transports
   * have. Never throws; what did not finish in time is logged.
   */
  @Override
  public void close() {
    Duration most = options().storeTimeout().multipliedBy(2).plus(SENDING_AWAY);
    try {
      closeAsync().get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn(
          "The PresenceTracker did not close within {}; its users are offline after their lease",
          most);
    }
  }

  Node node() {
    return node;
  }

  <T> CompletableFuture<T> handedOff(CompletableFuture<T> inner) {
    return Handoff.of(inner, node.runtime());
  }

  /** For what begins something at this node. */
  void requireOpen() {
    if (stopping.get()) {
      throw new IllegalStateException("the PresenceTracker is closed or closing; make a new one");
    }
  }

  /** For reads and writes that a node still does while its clients move to another one. */
  void requireNotClosed() {
    if (node.isStopped()) {
      throw new IllegalStateException("the PresenceTracker is closed; make a new one");
    }
  }

  PresenceConnection register(String workspaceId, LocalConnection connection) {
    requireOpen();
    PresenceConnection handle = new PresenceConnection(node, workspaceId, connection);
    connections.put(connection.id(), handle);
    connection.ended().whenComplete((end, failure) -> connections.remove(connection.id()));
    node.submit(workspaceId, owner -> owner.connect(connection));
    return handle;
  }

  /** What a tracker is made of; everything has a default. */
  public static final class Builder {

    private @Nullable PresenceStore store;
    private @Nullable PresenceRuntime runtime;
    private @Nullable Executor executor;
    private PresenceOptions options = PresenceOptions.defaults();
    private PresenceObserver observer = PresenceObserver.NONE;
    private final Set<LeaseRule> rules = EnumSet.allOf(LeaseRule.class);

    private Builder() {}

    /**
     * Where the nodes meet; the tracker closes it in the end. Default: a memory of its own, for a
     * single node.
     */
    public Builder store(PresenceStore value) {
      store = Objects.requireNonNull(value, "store");
      return this;
    }

    /** How long things take. Default: {@link PresenceOptions#defaults()}. */
    public Builder options(PresenceOptions value) {
      options = Objects.requireNonNull(value, "options");
      return this;
    }

    /** Sees how the tracker works. Default: nobody. */
    public Builder observer(PresenceObserver value) {
      observer = new GuardedObserver(Objects.requireNonNull(value, "observer"));
      return this;
    }

    /**
     * Runs callbacks of the application: listeners, transports, and what depends on futures of the
     * tracker. They may block. The tracker never shuts it down; a task that it rejects runs on the
     * thread that brings it. Default: at most 64 daemon threads of the tracker's own. Not used
     * together with {@link #runtime}.
     */
    public Builder executor(Executor value) {
      executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /** Time, scheduling and randomness; for tests. Default: the JVM's. */
    public Builder runtime(PresenceRuntime value) {
      runtime = Objects.requireNonNull(value, "runtime");
      return this;
    }

    /** For simulations that show what a rule is for. */
    Builder without(LeaseRule rule) {
      rules.remove(rule);
      return this;
    }

    /**
     * A tracker that runs from now on. Never fails because the store is away: see {@link
     * PresenceTracker#ready()}.
     */
    public PresenceTracker build() {
      return new PresenceTracker(this);
    }
  }
}
