package dev.presence.engine;

import dev.presence.model.Presence;
import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceOptions;
import dev.presence.model.StoreUnavailableException;
import dev.presence.model.WorkspacePresence;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.PresenceStore;
import dev.presence.store.Registers;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredUsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incarnation of one JVM's tracker: its id, what all of its workspaces share, and their owners.
 * Safe for use by any thread.
 */
public final class Node implements StoreLink.Listener {

  private static final Logger log = LoggerFactory.getLogger(Node.class);

  private static final Duration RETRY = Duration.ofSeconds(1);

  /**
   * After contact was lost, how long nodes may take to write again what the store has forgotten.
   */
  private static final Duration RETURN = Duration.ofSeconds(5);

  /** How often the log names what cannot be read. */
  private static final long REPORT_MILLIS = 60_000;

  private final String id;

  private final PresenceOptions options;
  private final PresenceRuntime runtime;
  private final PresenceObserver observer;
  private final Set<LeaseRule> rules;
  private final Outlet outlet;
  private final StoreLink link;
  private final Sequence sequence = new Sequence();
  private final Map<String, WorkspaceOwner> owners = new ConcurrentHashMap<>();
  private final List<OfflineHandler> offlineHandlers = new CopyOnWriteArrayList<>();
  private final AtomicLong lastReport = new AtomicLong(-REPORT_MILLIS);
  private @Nullable CompletableFuture<Void> drained;
  private volatile boolean stopped;

  public Node(
      PresenceStore store,
      PresenceRuntime runtime,
      PresenceOptions options,
      PresenceObserver observer,
      Set<LeaseRule> rules,
      Outlet outlet) {
    this.options = options;
    this.runtime = runtime;
    this.id = newId();
    this.observer = observer;
    this.rules = Set.copyOf(rules);
    this.outlet = outlet;
    this.link = new StoreLink(store, runtime, options, observer, rules, this);
  }

  /** Begins to probe the store. */
  public void start() {
    link.start();
  }

  // ---------------------------------------------------------------- what the owners share

  public String id() {
    return id;
  }

  public PresenceOptions options() {
    return options;
  }

  public PresenceRuntime runtime() {
    return runtime;
  }

  public StoreLink link() {
    return link;
  }

  Set<LeaseRule> rules() {
    return rules;
  }

  Outlet outlet() {
    return outlet;
  }

  Sequence sequence() {
    return sequence;
  }

  long ticks() {
    return runtime.ticks();
  }

  long leaseMillis() {
    return options.presenceTtl().toMillis();
  }

  /** Who is to be called when users have been offline for some time. */
  public List<OfflineHandler> offlineHandlers() {
    return offlineHandlers;
  }

  /** How long registers are kept after the last of a user was set, in milliseconds. */
  long registerTtl() {
    return Math.max(options.manualStatusTtl().toMillis(), options.lastSeen().toMillis());
  }

  /** The moment of a workspace within the interval of heartbeats, in milliseconds. */
  long newPhase() {
    return runtime.random().nextLong(options.heartbeatInterval().toMillis());
  }

  /**
   * The time to the next heartbeat, at most the interval. Each workspace has a phase of its own, so
   * that heartbeats are spread evenly again after many were sent at once.
   */
  Duration untilHeartbeat(long phase) {
    long interval = options.heartbeatInterval().toMillis();
    return Duration.ofMillis(interval - Math.floorMod(ticks() - phase, interval));
  }

  /**
   * Runs a task of the owner a moment later, when what failed may work and what was late is there.
   */
  void retryLater(Mailbox mailbox, Runnable task) {
    runtime.schedule(RETRY, () -> mailbox.execute(task));
  }

  /** Runs a task of the owner after this time. */
  PresenceRuntime.Scheduled later(long millis, Mailbox mailbox, Runnable task) {
    return runtime.schedule(Duration.ofMillis(millis), () -> mailbox.execute(task));
  }

  /** An id that nobody guesses. */
  public String newId() {
    return Long.toHexString(runtime.random().nextLong() | Long.MIN_VALUE)
        + Long.toHexString(runtime.random().nextLong() | Long.MIN_VALUE);
  }

  String newEpoch() {
    return Long.toString(runtime.random().nextLong(1L << 50), Character.MAX_RADIX);
  }

  String newRevision() {
    return id + ":" + sequence.next();
  }

  void repaired(String workspaceId, String reason) {
    log.debug("Workspace {}: {}", workspaceId, reason);
    observer.onRepair(workspaceId, reason);
  }

  void gone(String workspaceId, String nodeId) {
    observer.onNodeGone(workspaceId, nodeId);
  }

  void staleView(String workspaceId, boolean stale) {
    observer.onWorkspaceStale(workspaceId, stale);
  }

  /** Reports at most once per minute that entries could not be read; their users are skipped. */
  void unreadable(String workspaceId, String nodeId, Set<String> userIds) {
    long now = ticks();
    long last = lastReport.get();
    if (now - last >= REPORT_MILLIS && lastReport.compareAndSet(last, now)) {
      log.warn(
          "Ignoring entries of workspace {} that this version cannot read: those of node {} for"
              + " users {}. If that node runs a newer version, update this one; otherwise the data"
              + " is damaged and is written again when the users reconnect",
          workspaceId,
          nodeId,
          userIds);
    }
  }

  /** Removes a record that the node needs no more; nobody waits for the answer. */
  void evict(WorkspaceLink from, EvictRequest request) {
    from.shard().<EvictReply>call("evict", () -> link.store().evict(request), late -> {});
  }

  // ---------------------------------------------------------------- workspaces

  /** Gives a task to the owner of a workspace, which is made if there is none. */
  public void submit(String workspaceId, Consumer<WorkspaceOwner> task) {
    WorkspaceOwner owner;
    do {
      owner = owners.computeIfAbsent(workspaceId, name -> new WorkspaceOwner(name, this));
    } while (!owner.submit(task));
  }

  /** How many workspaces this node is busy with. */
  public int openWorkspaces() {
    return owners.size();
  }

  /** True when there will be no more calls to the store. */
  public boolean isStopped() {
    return stopped;
  }

  void ended(WorkspaceOwner owner) {
    owners.remove(owner.workspaceId(), owner);
  }

  /**
   * Those of these users who are online: from the view of this node if it has one, else from the
   * store.
   */
  public CompletableFuture<WorkspacePresence> read(String workspaceId, Collection<String> userIds) {
    CompletableFuture<WorkspacePresence> answer = new CompletableFuture<>();
    WorkspaceOwner owner = owners.get(workspaceId);
    if (owner == null || !owner.submit(found -> found.read(userIds, answer))) {
      readStore(workspaceId, userIds, answer);
    }
    return answer;
  }

  void readStore(
      String workspaceId, Collection<String> userIds, CompletableFuture<WorkspacePresence> answer) {
    Set<String> users = Set.copyOf(userIds);
    ShardLink shard = link.linkOf(workspaceId);
    if (shard.contact().isUnsure(ticks(), RETURN.toMillis())) {
      answer.completeExceptionally(
          new StoreUnavailableException(
              "whether users are online in workspace \""
                  + workspaceId
                  + "\" is unknown: shard "
                  + shard.id()
                  + " of the presence store is out of reach, or was so a moment ago. Try again",
              null));
      return;
    }
    shard
        .<StoredUsers>call("read", () -> link.store().readUsers(workspaceId, users), late -> {})
        .whenComplete(
            (read, failure) -> {
              if (failure == null) {
                answer.complete(
                    presenceOf(
                        workspaceId,
                        users,
                        read,
                        shard.clock().at(ticks()),
                        options.lastSeen().toMillis()));
              } else {
                answer.completeExceptionally(failure);
              }
            });
  }

  private static WorkspacePresence presenceOf(
      String workspaceId, Set<String> users, StoredUsers read, long storeTime, long keepSeen) {
    Map<String, Presence> found = new HashMap<>();
    for (String user : users) {
      List<Entry> staying = new ArrayList<>();
      List<Entry> draining = new ArrayList<>();
      for (StoredPartition partition : read.partitions()) {
        String text = partition.entries().get(user);
        Entry entry = text == null ? null : Entry.decode(text);
        if (entry != null) {
          (partition.record().draining() ? draining : staying).add(entry);
        }
      }
      Registers registers = read.registers().getOrDefault(user, Registers.NONE);
      found.put(
          user, StatusRule.decide(staying, draining, registers, storeTime, keepSeen).others());
    }
    return WorkspacePresence.of(workspaceId, "", 0, false, found);
  }

  // ---------------------------------------------------------------- the store's probe

  @Override
  public void probed(ShardLink shard, StoreClock.Reading reading, boolean back) {
    if (reading == StoreClock.Reading.JUMPED_AHEAD) {
      log.info(
          "The clock of shard {} of the presence store has jumped ahead; its leases are renewed",
          shard.id());
    }
    owners.values().forEach(owner -> owner.probed(shard, reading, back));
  }

  @Override
  public void staleChanged(ShardLink shard) {
    owners.values().forEach(owner -> owner.staleChanged(shard));
  }

  @Override
  public void shardsChanged() {
    owners.values().forEach(WorkspaceOwner::followShard);
  }

  /** How many workspaces this node shows as stale. */
  public int staleWorkspaces() {
    int count = 0;
    for (WorkspaceOwner owner : owners.values()) {
      count += owner.isStale() ? 1 : 0;
    }
    return count;
  }

  // ---------------------------------------------------------------- the end

  /**
   * Marks this node as draining wherever it has users. Completes when the store has it, or after
   * one store timeout without it.
   */
  public synchronized CompletableFuture<Void> drain() {
    if (drained == null) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (WorkspaceOwner owner : owners.values()) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (owner.submit(found -> found.drain(done))) {
          all.add(done);
        }
      }
      CompletableFuture<Void> together = new CompletableFuture<>();
      PresenceRuntime.Scheduled deadline =
          runtime.schedule(options.storeTimeout(), () -> together.complete(null));
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .whenComplete(
              (done, failure) -> {
                deadline.cancel();
                together.complete(null);
              });
      drained = together;
    }
    return drained;
  }

  /** Ends all connections and the way to the store, after {@link #drain}. */
  public CompletableFuture<Void> stop() {
    return drain()
        .thenCompose(
            handed -> {
              stopped = true;
              List<CompletableFuture<Void>> all = new ArrayList<>();
              for (WorkspaceOwner owner : owners.values()) {
                if (owner.submit(WorkspaceOwner::finish)) {
                  all.add(owner.finished());
                }
              }
              return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
            })
        .whenComplete((done, failure) -> link.close());
  }
}
