package dev.presence.engine;

import dev.presence.engine.LocalConnection.End;
import dev.presence.engine.LocalConnection.Phase;
import dev.presence.model.Activity;
import dev.presence.model.WorkspacePresence;
import dev.presence.runtime.PresenceRuntime;
import dev.presence.store.FeedMessage;
import dev.presence.store.Registers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of everything that this node knows of one workspace. Its methods may be called by
 * any thread and return at once; each becomes a task of the {@link Mailbox}, and all state is
 * touched by such tasks only.
 *
 * <p>It has a view while the node has connections or listeners there, and lives as long as there is
 * a view or something to tell the store.
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
  private int listeners;
  private boolean stopping;

  WorkspaceOwner(String workspaceId, Node node) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = new Mailbox(node.runtime(), this::afterBatch);
    this.link = new WorkspaceLink(workspaceId, node, mailbox, this::contactIsBack);
    this.guessedOffset = link.storeTime() - node.ticks();
    this.registers = new RegisterSync(workspaceId, node, mailbox, link, this);
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
    Duration refreshWithin = connection.refreshWithin();
    if (refreshWithin != null) {
      awaitRefresh(connection, refreshWithin, refreshWithin);
    }
  }

  private void awaitRefresh(LocalConnection connection, Duration within, Duration next) {
    timer(
        connection,
        Phase.OPEN,
        next,
        () -> {
          long left = within.toMillis() - (node.ticks() - connection.refreshedAt());
          if (left > 0) {
            awaitRefresh(connection, within, Duration.ofMillis(left));
          } else {
            lose(connection);
          }
        });
  }

  public void setActivity(LocalConnection connection, Activity activity) {
    if (connection.phase() == Phase.OPEN) {
      connection.setActivity(activity);
      refreshOwn(connection.userId());
    }
  }

  public void lose(LocalConnection connection) {
    if (connection.phase() != Phase.OPEN) {
      return;
    }
    connection.lose();
    Duration grace = node.options().grace();
    if (grace.isZero()) {
      end(connection, End.DISCONNECTED);
    } else {
      timer(connection, Phase.LOST, grace, () -> end(connection, End.DISCONNECTED));
    }
  }

  public void leave(LocalConnection connection) {
    end(connection, End.LEFT);
  }

  private void end(LocalConnection connection, End reason) {
    if (partition.remove(connection)) {
      refreshOwn(connection.userId());
    }
    connection.end(reason);
  }

  /** One timer a connection; one that came due just before its phase was over does nothing. */
  private void timer(LocalConnection connection, Phase phase, Duration delay, Runnable task) {
    PresenceRuntime runtime = node.runtime();
    connection.replaceTimer(
        runtime.scheduleAwake(
            delay,
            () ->
                mailbox.execute(
                    () -> {
                      if (connection.phase() == phase) {
                        task.run();
                      }
                    })));
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

  // ---------------------------------------------------------------- by hand (tasks)

  public void setAway(String userId, boolean away, CompletableFuture<Void> stored) {
    registers.setAway(userId, away, stored);
    registersChanged(Set.of(userId));
  }

  public void setOffline(String userId, CompletableFuture<Void> stored) {
    registers.setOffline(userId, stored);
    registersChanged(Set.of(userId));
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

  /**
   * Everybody who is online, as told last; the consumer is called in the owner, so that it misses
   * no update after it.
   */
  public void listen(Consumer<WorkspacePresence> snapshot) {
    listeners++;
    if (node.isStopped()) {
      snapshot.accept(WorkspacePresence.of(workspaceId, "", 0, true, Map.of()));
      return;
    }
    openView().whenOpen(roster -> snapshot.accept(roster.told()));
  }

  public void stopListening() {
    listeners--;
  }

  // ---------------------------------------------------------------- the view

  private WorkspaceView openView() {
    WorkspaceView current = view;
    if (current == null) {
      LeaseLoop loop = new LeaseLoop(workspaceId, node, mailbox, link, partition, this);
      current = new WorkspaceView(workspaceId, node, mailbox, link, loop, node.outlet()::publish);
      view = current;
    }
    return current;
  }

  private void closeView() {
    WorkspaceView current = view;
    if (current != null) {
      view = null;
      current.close();
      node.outlet().closed(workspaceId);
    }
  }

  private void refreshOwn(String userId) {
    WorkspaceView current = view;
    Registers userRegisters = registers.of(userId);
    if (partition.refresh(userId, Manual.endedBefore(userRegisters), link.storeTime())
        && current != null) {
      current.loop.touch(userId);
      refresh(Set.of(userId));
    }
  }

  @Override
  public void refresh(Set<String> userIds) {
    WorkspaceView current = view;
    if (current == null) {
      return;
    }
    List<Entry> staying = new ArrayList<>();
    List<Entry> draining = new ArrayList<>();
    for (String userId : userIds) {
      Entry own = partition.entry(userId);
      if (own != null) {
        staying.add(own);
      }
      current.loop.peers().collect(userId, staying, draining);
      current.roster.put(userId, StatusRule.decide(staying, draining, registers.of(userId)));
      staying.clear();
      draining.clear();
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
                || listeners > 0
                || current.hasReaders()
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
