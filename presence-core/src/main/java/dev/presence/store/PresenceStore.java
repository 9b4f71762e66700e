package dev.presence.store;

import dev.presence.model.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where the nodes of a cluster meet. A store keeps, for each workspace, a {@linkplain StoredRecord
 * record} and a partition of opaque entries a node, and the registers of users; it publishes every
 * change to whoever subscribed. It decides nothing: who is active is computed by each node from
 * what the store hands out.
 *
 * <p><b>Time.</b> All deadlines are on the store's own clock, in epoch milliseconds. That clock may
 * jump; the nodes live with it.
 *
 * <p><b>Atomicity.</b> Each of {@link #sync}, {@link #evict} and {@link #set} happens entirely or
 * not at all, and what it changed is published in the same step, so that the feed of a workspace
 * tells changes in the order in which they happened.
 *
 * <p><b>Losses.</b> A store may forget: restart empty, come back with older data, lose a key. A
 * message of the feed may be lost, late or repeated. Every call may be applied late, twice or never
 * while its caller sees a failure. The nodes repair all of that by sequences; a store has only to
 * keep the promises of its methods on the data that it has.
 *
 * <p><b>Expiry.</b> With nobody's help and silently, these are gone: the records of a workspace,
 * all together, {@link SyncRequest#keepMillis()} after the last sync of any of its nodes (never one
 * before the others: its node would seem to have left); a node's partition that long after the
 * node's own last sync; the registers of a workspace {@link SetRequest#keepMillis()} after the last
 * call of {@link #set}.
 *
 * <p><b>Threads and errors.</b> Every method may be called from any thread, returns at once and
 * never throws; the stage completes on any thread but never within the call. It fails with a {@link
 * StoreUnavailableException} when the store could not be reached, and with another exception when
 * the store refused. While the store is away, a call fails; it is never queued. After {@link
 * #close} every call fails with {@code IllegalStateException}.
 *
 * <p>{@code dev.presence.testkit.PresenceStoreContract} holds an implementation to all of this.
 */
public interface PresenceStore extends AutoCloseable {

  /**
   * The shards that keep workspaces now; one for most stores. Empty while that is not known. Never
   * blocks.
   */
  List<StoreShard> shards();

  /**
   * The shard that keeps this workspace now: calls for the workspace go there. It may change at any
   * time, as when a replica takes over. While the shard is not known, this is one that does not
   * answer. Never blocks.
   */
  StoreShard shardOf(String workspaceId);

  /**
   * Begins to hand the workspace's messages to the feed, one at a time and in order. The stage
   * completes when the subscription stands for the first time, or fails when it could not be made;
   * then it is not kept.
   *
   * <p>The store keeps a subscription alive over reconnects by itself. Each time it stands, the
   * first time too, it calls {@link StoreFeed#onSubscribed()}: messages in between are lost. Two
   * subscriptions to the same workspace are independent.
   */
  CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed);

  /**
   * Renews a node's lease and writes what changed in its partition.
   *
   * <p>With {@code r} the node's stored record:
   *
   * <ol>
   *   <li>A change ({@link SyncRequest#whole()} false) is <em>not known</em> ({@link
   *       SyncReply#known()} false), and nothing happens, when {@code r} is missing, when its
   *       deadline is below {@link SyncRequest#knownDeadline()}, when its sequence is below {@link
   *       SyncRequest#from()}, or when its partition does not have the number of users that {@code
   *       r} says.
   *   <li>So is a whole partition of which not exactly {@link SyncRequest#staged()} users were
   *       staged, when that is not zero.
   *   <li>When {@code r}'s sequence is above {@link SyncRequest#to()} (for a whole partition: at or
   *       above it), nothing happens.
   *   <li>Otherwise the entries are written, the record gets the sequence {@code to}, the number of
   *       users, and a deadline one lease from now. If the sequence grew, {@link
   *       FeedMessage.Changed} is published; if {@link SyncRequest#draining()} is set and the
   *       record was not draining, {@link FeedMessage.Draining} is.
   * </ol>
   *
   * <p>In every case the reply lists all records of the workspace, as they are after the call.
   */
  CompletionStage<SyncReply> sync(SyncRequest request);

  /**
   * Keeps a page of a partition that is too large for one call, for the sync that follows. Nobody
   * sees it before that, and nothing is published.
   */
  CompletionStage<Void> stage(StageRequest request);

  /**
   * Removes a node whose lease is over, if it still has the deadline that the caller saw: record,
   * partition, and a {@link FeedMessage.Gone} to the feed. A caller whose own record is missing, or
   * is older than the caller knows, gets {@link EvictReply.Verdict#UNKNOWN}, and nothing happens; a
   * node that removes itself needs no record besides.
   */
  CompletionStage<EvictReply> evict(EvictRequest request);

  /**
   * Merges registers into the workspace's by {@link Registers#merge}. If that changed any, the
   * revision becomes the request's and {@link FeedMessage.RegistersSet} is published; if the store
   * held all of it already, as when the call is applied twice, nothing happens.
   */
  CompletionStage<SetReply> set(SetRequest request);

  /**
   * Reads without changing anything.
   *
   * <p>A page of a node's partition is read with the record first: it may already hold changes
   * later than that record, which the feed has published or will publish. A partition of which the
   * store knows that it is incomplete is left out. Every entry that stays from the first page to
   * the last is on one of the pages, perhaps on several; so are the registers of every user. How
   * many fit on a page is up to the store. A page that cannot be continued, because the data moved
   * meanwhile, fails with a {@link dev.presence.model.PresenceException}; the reader begins again.
   *
   * <p>What cannot be read, such as a damaged record, entry or register, is skipped and reported in
   * the log, at most once per minute; the rest is answered.
   */
  CompletionStage<StoredWorkspace> read(ReadRequest request);

  /**
   * Ends all subscriptions and releases what the store made itself; never a client that it was
   * given. Idempotent.
   */
  @Override
  void close();
}
