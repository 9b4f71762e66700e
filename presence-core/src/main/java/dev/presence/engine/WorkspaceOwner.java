package dev.presence.engine;

import dev.presence.engine.LocalConnection.End;
import dev.presence.model.Activity;
import dev.presence.model.Explanation;
import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import dev.presence.model.WorkspacePresence;
import dev.presence.store.FeedMessage;
import dev.presence.store.Registers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of everything that this node knows of one workspace. Its methods may be called by
 * any thread and return at once; each becomes a task of the {@link Mailbox}, and all state is
 * touched by such tasks only.
 *
 * <p>It has a view while the node has connections or viewers there, and lives as long as there is a
 * view or something to tell the store.
 */
public final class WorkspaceOwner implements LeaseLoop.Host, RegisterSync.Host {

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final LocalPartition partition = new LocalPartition();
  private final RegisterSync registers;
  private volatile @Nullable WorkspaceView view;

  /** What this node's clock is ahead of its ticks by, until the store's clock was read. */
  private long guessedOffset;

  private boolean clockIsGuessed = true;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private int openRosters;

  /** True during a task in which this node itself changes what users do. */
  private boolean acting;

  private final ConnectionLives lives;
  private final Departures departures;
  private final OfflineEvents offlineEvents;
  private boolean stopping;

  WorkspaceOwner(String workspaceId, Node node) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = new Mailbox(node.runtime(), this::afterBatch);
    this.link = new WorkspaceLink(workspaceId, node, mailbox, this::contactIsBack);
    this.guessedOffset = link.storeTime() - node.ticks();
    this.registers = new RegisterSync(workspaceId, node, mailbox, link, this);
    this.lives = new ConnectionLives(node, mailbox, partition, this::refreshOwn);
    this.departures = new Departures(node, mailbox, registers, link, this::refresh);
    this.offlineEvents = new OfflineEvents(workspaceId, node, mailbox, this::isFirst);
    if (node.isStopped()) { // a call that passed the tracker's check just before the end
      stopping = true;
      registers.end();
    }
  }

  String workspaceId() {
    return workspaceId;
  }

  /** Gives the owner a task; false when it has ended, and another one must be asked for. */
  boolean submit(Consumer<WorkspaceOwner> task) {
    return mailbox.tryExecute(() -> task.accept(this));
  }

  private void afterBatch() {
    beforeWrite();
    registers.flush();
    WorkspaceView current = view;
    if (current != null) {
      current.advance(registers.isComplete());
    } else if (partition.isEmpty() && registers.isIdle() && mailbox.closeIfEmpty()) {
      node.ended(this);
      finished.complete(null);
    }
  }

  // ---------------------------------------------------------------- connections (tasks)

  public void connect(LocalConnection connection) {
    if (stopping) {
      connection.end(End.TRACKER_CLOSED);
      return;
    }
    Registers userRegisters = registers.of(connection.userId());
    beforeWrite();
    long openedAt = link.storeTimeAt(connection.calledAt());
    connection.opened(Math.max(openedAt, Manual.endedBefore(userRegisters) + 1));
    partition.add(connection);
    openView();
    refreshOwn(connection.userId());
    lives.begin(connection);
  }

  public void setActivity(LocalConnection connection, Activity activity) {
    lives.setActivity(connection, activity);
  }

  /** Sets what the connection states of itself, until this time of the store's clock. */
  public void setData(LocalConnection connection, @Nullable String data, @Nullable Instant until) {
    long left = until == null ? -1 : Math.max(0, until.toEpochMilli() - link.storeTime());
    lives.setData(connection, data, left);
  }

  public void lose(LocalConnection connection) {
    lives.lose(connection);
  }

  public void leave(LocalConnection connection) {
    lives.leave(connection);
  }

  public void whenStored(CompletableFuture<Void> stored) {
    WorkspaceView current = view;
    if (node.isStopped()) {
      stored.completeExceptionally(new IllegalStateException("the PresenceTracker was closed"));
    } else if (current == null) {
      stored.complete(null);
    } else {
      current.loop.whenStored(stored);
    }
  }

  // ---------------------------------------------------------------- manual status (tasks)

  public void setStatus(String userId, ManualStatus status, CompletableFuture<Void> stored) {
    registers.setStatus(userId, status, stored);
    actedOn(userId);
  }

  private void actedOn(String userId) {
    acting = true;
    registersChanged(Set.of(userId));
    acting = false;
  }

  /** Removes everything that is kept of the user. */
  public void forget(String userId, CompletableFuture<Void> stored) {
    registers.forget(userId, stored);
    registersChanged(Set.of(userId));
  }

  public void setNote(String userId, @Nullable Note note, CompletableFuture<Void> stored) {
    registers.setNote(userId, note, stored);
    registersChanged(Set.of(userId));
  }

  public void setOffline(String userId, CompletableFuture<Void> stored) {
    registers.setOffline(userId, stored);
    actedOn(userId);
  }

  @Override
  public void registersChanged(Set<String> userIds) {
    for (String userId : userIds) {
      List<LocalConnection> over =
          partition.removeOpenedUpTo(userId, Manual.endedBefore(registers.of(userId)));
      refreshOwn(userId);
      over.forEach(connection -> connection.end(End.SET_OFFLINE));
    }
    refresh(userIds);
  }

  @Override
  public long latestConnectedAt(String userId) {
    WorkspaceView current = view;
    long others = current == null ? 0 : current.loop.peers().latestConnectedAt(userId);
    return Math.max(others, partition.latestOpenedAt(userId));
  }

  @Override
  public void endedInTheFuture(String userId, long endedBefore) {
    partition.reopen(userId, Long.MIN_VALUE, endedBefore + 1);
  }

  @Override
  public void endedLater(String userId, long before, long now) {
    partition.reopen(userId, before, now + 1);
    registersChanged(Set.of(userId));
  }

  /**
   * Connections and acts from before the store's clock was read have times of this node's clock;
   * they become times of the store's.
   */
  @Override
  public void beforeWrite() {
    if (clockIsGuessed && link.isClockKnown() && node.rules().contains(LeaseRule.STORE_TIME)) {
      clockIsGuessed = false;
      long ahead = link.storeTime() - node.ticks() - guessedOffset;
      partition.shift(ahead);
      registers.shift(ahead);
    }
  }

  // ---------------------------------------------------------------- reading (tasks)

  /** Those of these users who are online. */
  void read(Collection<String> userIds, CompletableFuture<WorkspacePresence> answer) {
    WorkspaceView current = view;
    if (current == null) {
      node.readStore(workspaceId, userIds, answer);
    } else {
      current.whenOpen(roster -> answer.complete(roster.current(userIds)));
    }
  }

  /** Everyone who is online, as published last. */
  public void readAll(CompletableFuture<WorkspacePresence> answer) {
    if (node.isStopped()) {
      answer.complete(WorkspacePresence.of(workspaceId, "", 0, true, Map.of()));
    } else {
      openView().whenOpen(roster -> answer.complete(roster.snapshot()));
    }
  }

  /** Why a user is shown as it is. */
  public void explain(String userId, CompletableFuture<Explanation> answer) {
    if (node.isStopped()) {
      answer.completeExceptionally(new IllegalStateException("the PresenceTracker was closed"));
      return;
    }
    WorkspaceView current = openView();
    current.whenOpen(roster -> answer.complete(explain(userId, current)));
  }

  private Explanation explain(String userId, WorkspaceView current) {
    Reasons reasons = new Reasons(link.storeTime());
    partition.connections(userId).forEach(it -> reasons.connection(node.id(), it));
    current.loop.peers().explain(userId, link.contactMillis(), reasons);
    reasons.registers(registers.of(userId));
    reasons.nobody();
    reasons.stale(current.isStale());
    return Explanation.of(workspaceId, userId, decide(userId, current).self(), reasons.lines());
  }

  /** True if this node is the one that calls handlers of the cluster. */
  private boolean isFirst() {
    WorkspaceView current = view;
    return current != null && !stopping && current.loop.peers().isFirst(node.id());
  }

  private StatusRule.Decision decide(String userId, WorkspaceView current) {
    List<Entry> staying = new ArrayList<>();
    List<Entry> draining = new ArrayList<>();
    Entry own = partition.entry(userId);
    if (own != null) {
      staying.add(own);
    }
    current.loop.peers().collect(userId, staying, draining);
    return StatusRule.decide(
        staying,
        draining,
        registers.of(userId),
        link.storeTime(),
        node.options().lastSeen().toMillis());
  }

  /** Keeps the view open until {@link #closeRoster}. */
  public void openRoster(Consumer<OpenRoster> opened) {
    if (!node.isStopped()) {
      openRosters++;
      WorkspaceView current = openView();
      current.whenOpen(roster -> opened.accept(new OpenRoster(roster, current::isStale)));
    }
  }

  public void closeRoster() {
    openRosters--;
  }

  // ---------------------------------------------------------------- viewers (tasks)

  public void joinView(LocalViewer viewer) {
    if (!node.isStopped()) {
      openView().audience.join(viewer);
    }
  }

  void leaveView(LocalViewer viewer) {
    WorkspaceView current = view;
    if (current != null) {
      current.audience.leave(viewer);
    }
  }

  void withAudience(BiConsumer<Audience, LocalViewer> task, LocalViewer viewer) {
    WorkspaceView current = view;
    if (current != null) {
      task.accept(current.audience, viewer);
    }
  }

  // ---------------------------------------------------------------- the view

  private WorkspaceView openView() {
    WorkspaceView current = view;
    if (current == null) {
      LeaseLoop loop = new LeaseLoop(workspaceId, node, mailbox, link, partition, this);
      current = new WorkspaceView(workspaceId, node, mailbox, link, loop, this::refresh);
      view = current;
    }
    return current;
  }

  private void closeView() {
    WorkspaceView current = view;
    if (current != null) {
      view = null;
      current.close();
    }
  }

  private void refreshOwn(String userId) {
    WorkspaceView current = view;
    Registers userRegisters = registers.of(userId);
    if (partition.refresh(userId, Manual.endedBefore(userRegisters), link.storeTime())
        && current != null) {
      current.loop.touch(userId);
      acting = true;
      refresh(Set.of(userId));
      acting = false;
    }
  }

  @Override
  public void refresh(Set<String> userIds) {
    WorkspaceView current = view;
    if (current == null) {
      return;
    }
    for (String userId : userIds) {
      boolean departed = current.decided(userId, decide(userId, current));
      if (departed) {
        departures.departed(userId, acting);
        offlineEvents.departed(userId);
      } else if (current.roster.presenceOf(userId).isOnline()) {
        offlineEvents.returned(userId);
      }
    }
  }

  @Override
  public void heard(FeedMessage.RegistersSet message) {
    registers.heard(message);
  }

  @Override
  public void registersListed(String revision) {
    registers.listed(revision);
  }

  @Override
  public boolean isNeeded() {
    WorkspaceView current = view;
    boolean needed =
        current != null
            && (!partition.isEmpty()
                || openRosters > 0
                || offlineEvents.isWaiting()
                || current.isUsed()
                || !current.loop.isSettled());
    if (!needed) {
      closeView();
    }
    return needed;
  }

  // ---------------------------------------------------------------- what the node asks for

  /** A shard of the store answered a probe. May be called by any thread. */
  void probed(ShardLink shard, StoreClock.Reading reading, boolean back) {
    if (!link.isAt(shard)) {
      return;
    }
    switch (reading) {
      case JUMPED_AHEAD -> renewLease();
      case MOVED_BACK -> mailbox.execute(this::restateConnections);
      case FIRST -> mailbox.execute(this::beforeWrite);
      default -> {}
    }
    WorkspaceView current = view;
    if (current == null) {
      return;
    }
    if (back) {
      mailbox.execute(this::contactIsBack);
    }
    if (reading != StoreClock.Reading.CONFIRMED) {
      mailbox.execute(current::checkExpiries);
    }
    if (current.loop.isDue(link.contactMillis())) {
      mailbox.execute(current.loop::judge);
    }
  }

  private void contactIsBack() {
    WorkspaceView current = view;
    if (current != null) {
      current.loop.contactIsBack();
    }
  }

  /** The store's clock was moved back: others must know the latest time of connecting. */
  private void restateConnections() {
    partition.users().forEach(this::refreshOwn);
  }

  /** The workspace may have moved to another shard. May be called by any thread. */
  void followShard() {
    link.shard();
  }

  /** True while the view says that it is stale. May be called by any thread. */
  boolean isStale() {
    WorkspaceView current = view;
    return current != null && current.isStale();
  }

  /** The lease must not wait for the heartbeat. */
  private void renewLease() {
    mailbox.execute(
        () -> {
          WorkspaceView current = view;
          if (current != null) {
            current.loop.renew();
          }
        });
  }

  /** A shard became stale, or is so no more: the next batch sees it. */
  void staleChanged(ShardLink shard) {
    if (link.isAt(shard)) {
      mailbox.execute(() -> {});
    }
  }

  /**
   * The node stops: writes that its users are on the way elsewhere. Completes {@code done} when the
   * store has that, and what was set by hand.
   */
  void drain(CompletableFuture<Void> done) {
    stopping = true;
    CompletableFuture<Void> registersStored = new CompletableFuture<>();
    registers.whenStored(registersStored);
    WorkspaceView current = view;
    CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
    if (current != null && !(partition.isEmpty() && current.loop.isSettled())) {
      left = current.loop.leave();
    } else {
      closeView();
    }
    left.runAfterBoth(registersStored, () -> done.complete(null));
  }

  /** Completes when this owner has ended, which follows from {@link #finish}. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  /** The node has stopped. */
  void finish() {
    stopping = true;
    registers.end();
    List<LocalConnection> open = new ArrayList<>();
    partition.connections().forEach(open::addAll);
    open.forEach(
        connection -> {
          partition.remove(connection);
          connection.end(End.TRACKER_CLOSED);
        });
    WorkspaceView current = view;
    view = null;
    if (current != null) {
      current.abandon();
    }
  }
}
