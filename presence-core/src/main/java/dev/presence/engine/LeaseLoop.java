package dev.presence.engine;

import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage;
import dev.presence.store.PartitionWrite;
import dev.presence.store.PresenceStore;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one workspace of this node alive in the store: flushes what changed and renews the lease
 * with the same call, at the latest once per heartbeat. It decides when to call; what the answers
 * mean is decided by {@link PartitionFlush} and {@link Peers}. Confined to the owner.
 */
final class LeaseLoop {

  /**
   * After syncs of its own that failed, how long a node waits for those of others; as long as the
   * shortest countdown.
   */
  private static final long OTHERS_RETURN_MILLIS = 5_000;

  /** What the owner of the workspace lends to its loop. */
  interface Host {
    /** What the other nodes say of these users changed. */
    void refresh(Set<String> userIds);

    /** StoredRegisters were heard on the feed. */
    void heard(FeedMessage.RegistersSet message);

    /** The store named the revision of its registers. */
    void registersListed(String revision);

    /**
     * Something is about to be written: no time of it may be from before the store's clock was
     * read.
     */
    void beforeWrite();

    /**
     * A heartbeat is due; false when nobody needs the workspace any more, and the loop is to end.
     */
    boolean isNeeded();
  }

  /** Where the one sync is that may be under way at a time. */
  private enum Stage {
    /** None is under way. */
    IDLE,
    /** It waits at the gate, for its pages, or for its answer. */
    UNDER_WAY,
    /** It failed a moment ago. */
    WAITING_TO_RETRY,
    /** The last one was stored: the node is draining. */
    DRAINED,
    /** No more calls. */
    CLOSED
  }

  private final String workspaceId;
  private final Node node;
  private final Mailbox mailbox;
  private final WorkspaceLink link;
  private final LocalPartition partition;
  private final Host host;
  private final PartitionFlush flush;
  private final FeedLink feed;
  private final PeerCalls others;
  private final Waiters waiters = new Waiters();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final long phase;

  private Stage stage = Stage.IDLE;
  private @Nullable Scheduled heartbeat;
  private @Nullable PartitionUpload upload;
  private boolean wanted;
  private boolean replied;
  private boolean draining;
  private @Nullable Scheduled alarm;
  private long failingSince = -1;
  private long answeredSentAt = -1;
  private long renewedAt;

  LeaseLoop(
      String workspaceId,
      Node node,
      Mailbox mailbox,
      WorkspaceLink link,
      LocalPartition partition,
      Host host) {
    this.workspaceId = workspaceId;
    this.node = node;
    this.mailbox = mailbox;
    this.link = link;
    this.partition = partition;
    this.host = host;
    this.flush = new PartitionFlush(node.sequence());
    this.feed =
        new FeedLink(
            workspaceId, node, mailbox, link, this::want, this::contactIsBack, this::heard);
    this.others = new PeerCalls(workspaceId, node, mailbox, link, host::refresh, this::want);
    this.phase = node.newPhase();
    this.renewedAt = node.ticks();
  }

  /** Subscribes; the first sync follows when the feed is established. */
  void open() {
    feed.open();
  }

  Peers peers() {
    return others.peers();
  }

  /** A user's own entry changed. */
  void touch(String userId) {
    flush.touch(userId);
  }

  /** Completes {@code stored} once the store holds everything that was touched until now. */
  void whenStored(CompletableFuture<Void> stored) {
    if (flush.isBehind() && stage != Stage.DRAINED) {
      waiters.add(stored);
    } else {
      stored.complete(null);
    }
  }

  /** True once everything that the store listed at first is in view. */
  boolean isLoaded() {
    return replied && peers().unreadSince() < 0;
  }

  /**
   * Since when the view has been incomplete or the store has not taken what this node wrote, in
   * ticks; -1 when all is well.
   */
  long troubledSince() {
    long earliest = Long.MAX_VALUE;
    boolean unreadCounts = node.rules().contains(LeaseRule.UNREAD_IS_STALE);
    long unread = unreadCounts ? peers().unreadSince() : -1;
    for (long since : new long[] {failingSince, unread, feed.interruptedSince()}) {
      earliest = since < 0 ? earliest : Math.min(earliest, since);
    }
    return earliest == Long.MAX_VALUE ? -1 : earliest;
  }

  /** True when somebody's countdown is over. May be asked on any thread. */
  boolean isDue(long contact) {
    return others.isDue(contact);
  }

  boolean isSettled() {
    return !flush.isBehind();
  }

  /** Syncs now, before the heartbeat is due. */
  void renew() {
    want();
  }

  /**
   * Asks the store to evict those whose countdown is over, unless the own syncs fail: then theirs
   * may fail too.
   */
  void judge() {
    if (stage != Stage.CLOSED && failingSince < 0) {
      others.judge(flush.deadline());
    }
  }

  /** The store was lost, or a connection to it; what others could not renew they renew soon. */
  void contactIsBack() {
    peers().grantTime(link.contactMillisNow(), OTHERS_RETURN_MILLIS);
  }

  private void want() {
    wanted = true;
  }

  private void heard(FeedMessage message) {
    if (message instanceof FeedMessage.RegistersSet set) {
      host.heard(set);
    } else {
      others.heard(message);
    }
  }

  // ---------------------------------------------------------------- one sync after the other

  /** Sends what there is to send; to be called after each batch of tasks. */
  void advance() {
    others.advance();
    setAlarm();
    if (stage == Stage.IDLE && feed.isAttempted() && (wanted || flush.isBehind())) {
      stage = Stage.UNDER_WAY;
      Sync sync = new Sync();
      link.<SyncReply>call(renewedAt, "sync", sync::prepare, sync);
    }
  }

  /** The view becomes stale when it is in trouble for long, though nothing else happens then. */
  private void setAlarm() {
    long since = troubledSince();
    if (since < 0 || alarm != null || stage == Stage.CLOSED) {
      return;
    }
    long left = since + node.options().staleAfter().toMillis() - node.ticks();
    if (left > 0) {
      alarm = node.later(left, mailbox, () -> alarm = null);
    }
  }

  /** One sync, from what it takes to what is answered. */
  private final class Sync implements WorkspaceLink.Answer<SyncReply> {
    private PartitionFlush.@Nullable Flush taken;
    private @Nullable PartitionWrite request;

    /** A partition that is too large for one call is staged first. */
    @Nullable Function<PresenceStore, CompletionStage<SyncReply>> prepare() {
      if (stage == Stage.CLOSED) {
        return null;
      }
      host.beforeWrite();
      wanted = false;
      PartitionFlush.Flush next = flush.next();
      taken = next;
      if (flush.isAllTaken()) {
        waiters.sent();
      }
      Map<String, String> entries = next.entries(partition);
      if (!next.whole()) {
        SyncRequest change = change(next, entries);
        request = change;
        return store -> store.sync(change);
      }
      boolean isLarge = entries.size() > PresenceStore.MOST_USERS;
      ReplaceRequest whole =
          whole(next, isLarge ? Map.of() : entries, isLarge ? entries.size() : 0);
      request = whole;
      if (isLarge) {
        stageFirst(whole, entries);
        return null;
      }
      return store -> store.replace(whole);
    }

    private void stageFirst(ReplaceRequest commit, Map<String, String> entries) {
      long startedAt = node.ticks();
      upload =
          new PartitionUpload(
              workspaceId,
              node,
              mailbox,
              link,
              commit.to(),
              entries,
              success -> {
                upload = null;
                if (success) {
                  link.<SyncReply>call(
                      renewedAt,
                      "sync",
                      () -> stage == Stage.CLOSED ? null : store -> store.replace(commit),
                      this);
                } else {
                  failed(startedAt);
                }
              });
      upload.start();
    }

    @Override
    public void answered(SyncReply reply, long sentAt) {
      if (stage == Stage.CLOSED) {
        flush.answered(reply, node.id());
        return;
      }
      stage = Stage.IDLE;
      boolean held = flush.answered(reply, node.id());
      settle(held, sentAt);
      process(reply, held, sentAt);
    }

    @Override
    public void late(SyncReply reply, long sentAt) {
      PartitionFlush.Flush flushed = taken;
      if (flushed == null || stage == Stage.CLOSED || sentAt <= answeredSentAt) {
        return;
      }
      boolean held = flush.answeredLate(flushed, reply, node.id());
      if (!held && !reply.known()) {
        flush.forgotten();
      }
      if (held || !reply.known()) {
        settle(held, sentAt);
        process(reply, held, sentAt);
      }
    }

    private void process(SyncReply reply, boolean held, long sentAt) {
      PartitionWrite sent = request;
      answeredSentAt = sentAt;
      if (failingSince >= 0) {
        failingSince = -1;
        peers().grantTime(link.contactMillisNow(), OTHERS_RETURN_MILLIS);
      }
      replied = true;
      others.replied(reply, sent instanceof ReplaceRequest, sentAt, feed::renew);
      host.registersListed(reply.revision());
      if (sent != null && sent.draining() && held) {
        drained();
      } else if (stage != Stage.DRAINED) {
        scheduleHeartbeat();
      }
    }

    @Override
    public void failed(Throwable failure, long sentAt) {
      failed(sentAt);
    }

    private void failed(long sentAt) {
      flush.failed();
      waiters.notStored();
      if (stage == Stage.CLOSED) {
        return;
      }
      failingSince = failingSince < 0 ? sentAt : failingSince;
      stage = Stage.WAITING_TO_RETRY;
      node.retryLater(mailbox, () -> stage = stage == Stage.WAITING_TO_RETRY ? Stage.IDLE : stage);
      wanted = true;
    }
  }

  private SyncRequest change(PartitionFlush.Flush next, Map<String, String> entries) {
    return SyncRequest.builder(workspaceId, node.id())
        .from(next.from())
        .to(next.to())
        .knownDeadline(next.knownDeadline())
        .entries(entries)
        .removed(next.removed(partition))
        .leaseMillis(leaseMillis())
        .keepMillis(keepMillis())
        .draining(isLast())
        .wallOffset(link.wallOffset())
        .build();
  }

  private ReplaceRequest whole(PartitionFlush.Flush next, Map<String, String> entries, int staged) {
    return ReplaceRequest.builder(workspaceId, node.id())
        .to(next.to())
        .entries(entries)
        .staged(staged)
        .leaseMillis(leaseMillis())
        .keepMillis(keepMillis())
        .draining(isLast())
        .wallOffset(link.wallOffset())
        .build();
  }

  private boolean isLast() {
    return draining && flush.isAllTaken();
  }

  private long leaseMillis() {
    return isLast() ? node.options().drainTime().toMillis() : node.leaseMillis();
  }

  private long keepMillis() {
    return Math.max(2 * node.leaseMillis(), leaseMillis() + node.leaseMillis());
  }

  private void settle(boolean held, long sentAt) {
    if (!held) {
      waiters.notStored();
      node.repaired(
          workspaceId, "the store had forgotten this node; its whole partition is sent again");
      return;
    }
    renewedAt = Math.max(renewedAt, sentAt);
    if (!flush.isBehind()) {
      waiters.sent(); // who came meanwhile waits for nothing else
    }
    if (!flush.isInFlight()) {
      waiters.stored();
    }
  }

  private void scheduleHeartbeat() {
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    heartbeat =
        node.runtime().schedule(node.untilHeartbeat(phase), () -> mailbox.execute(this::beat));
  }

  private void beat() {
    if (stage != Stage.CLOSED && stage != Stage.DRAINED && host.isNeeded()) {
      wanted = true;
    }
  }

  // ---------------------------------------------------------------- the end

  /**
   * The node drains: the next sync is the last one, and marks the record draining. Completes when
   * that is stored. What others write is received until {@link #end}.
   */
  CompletableFuture<Void> leave() {
    draining = true;
    flush.renumber();
    wanted = true;
    advance();
    return left;
  }

  private void drained() {
    stage = Stage.DRAINED;
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    waiters.stored();
    left.complete(null);
    if (!node.rules().contains(LeaseRule.LISTEN_WHILE_DRAINING)) {
      end();
    }
  }

  /**
   * Removes the own record, which says nothing any more. Lost, it is removed by others when the
   * lease is over.
   */
  void removeRecord() {
    if (flush.deadline() > 0) {
      EvictRequest own =
          EvictRequest.of(workspaceId, node.id(), flush.deadline(), node.id(), flush.deadline());
      node.evict(link, own);
    }
  }

  /** No more calls and no more messages from now on. */
  void end() {
    stage = Stage.CLOSED;
    waiters.giveUp();
    others.close();
    feed.close();
    if (upload != null) {
      upload.cancel();
    }
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
