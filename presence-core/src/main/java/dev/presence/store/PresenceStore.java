package dev.presence.store;

import dev.presence.model.StoreUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where the nodes of a cluster meet. For each workspace a store keeps a {@linkplain StoredRecord
 * record} and a partition of opaque entries per node, and the registers of users. It publishes each
 * change to all subscribers. It decides nothing: each node computes who is active from what the
 * store answers.
 *
 * <p><b>Time.</b> All deadlines are on the store's own clock, in epoch milliseconds. That clock may
 * jump. The nodes handle that.
 *
 * <p><b>Atomicity.</b> Each of {@link #sync}, {@link #replace}, {@link #evict} and {@link #set}
 * happens entirely or not at all. What it changed is published in the same step, so the feed of a
 * workspace has the order of the changes.
 *
 * <p><b>Losses.</b> A store may forget: it may restart empty, come back with older data, or lose a
 * part. A message of the feed may be lost, late or repeated. A call may be applied late, twice or
 * never while its caller sees a failure. The nodes repair all of that by sequences. A store only
 * has to keep the promises of its methods on the data that it has.
 *
 * <p><b>Expiry.</b> The store removes these silently:
 *
 * <ul>
 *   <li>The records of a workspace, all together, {@link PartitionWrite#keepMillis()} after the
 *       last write of any of its nodes. A record that vanished before the others would look like a
 *       node that left.
 *   <li>A node's partition, that long after the node's own last write.
 *   <li>A staged page, {@link StageRequest#keepMillis()} after it was staged, or later.
 *   <li>The registers of a workspace, {@link SetRequest#keepMillis()} after the last {@link #set}
 *       that changed any.
 * </ul>
 *
 * <p><b>Threads and errors.</b> Any thread may call any method. Methods return at once and never
 * throw. The stage completes on any thread, but never within the call. It fails with a {@link
 * StoreUnavailableException} if the store could not be reached, and with another exception if the
 * store refused. While the store is down, calls fail. They are not queued. After {@link #close}
 * every call fails with {@code IllegalStateException}.
 *
 * <p><b>Damage.</b> Methods skip what cannot be read, such as a damaged record, entry or register,
 * and report it in the log at most once per minute.
 *
 * <p><b>What a store may choose.</b> How many users fit on a page of a read, which changes are too
 * large for a message, how soon messages arrive, and how it names shards and pages.
 *
 * <p><b>Growth.</b> A later version may add a method. It is a default method that fails its stage
 * with {@code UnsupportedOperationException}, or one that keeps existing stores correct.
 *
 * <p>{@code dev.presence.testkit.PresenceStoreContract} tests what a store must do.
 */
public interface PresenceStore extends AutoCloseable {

  /**
   * The most users that one {@link SyncRequest}, {@link ReplaceRequest} or {@link StageRequest}
   * contains. A store can rely on it. A larger partition is {@linkplain #stage staged}. {@link
   * #set} and {@link #readUsers} have no limit.
   */
  int MOST_USERS = 500;

  // Where.

  /**
   * The shards that keep workspaces now. Most stores have one. Empty while they are not known.
   * Never blocks.
   */
  List<StoreShard> shards();

  /**
   * The shard that keeps this workspace now. It may change at any time, for example when a replica
   * takes over. While it is not known, this is a shard that does not answer. Never blocks.
   */
  StoreShard shardOf(String workspaceId);

  // Nodes and their partitions.

  /**
   * Renews a node's lease and writes what changed in its partition.
   *
   * <p>With {@code r} the node's stored record:
   *
   * <ol>
   *   <li>The change is <em>not known</em> ({@link SyncReply#known()} false) and nothing happens if
   *       {@code r} is missing, if its deadline is below {@link SyncRequest#knownDeadline()}, if
   *       its sequence is below {@link SyncRequest#from()}, or if its partition does not have the
   *       number of users that {@code r} says.
   *   <li>If {@code r}'s sequence is above {@link SyncRequest#to()}, nothing happens.
   *   <li>Otherwise the entries are written and the removed users removed. The record gets the
   *       sequence {@code to}, the number of users, a deadline one lease from now, and the wall
   *       offset of the request. It is draining if it was or the request is. If the sequence grew,
   *       {@link FeedMessage.Changed} is published, and if the record began to drain, {@link
   *       FeedMessage.Draining} is published after it.
   * </ol>
   *
   * <p>In every case the reply lists all records of the workspace as they are after the call.
   */
  CompletionStage<SyncReply> sync(SyncRequest request);

  /**
   * Renews a node's lease and replaces its whole partition, whatever is stored.
   *
   * <p>With {@code r} the node's stored record:
   *
   * <ol>
   *   <li>If {@code r}'s sequence is {@link ReplaceRequest#to()} or above, nothing happens.
   *   <li>If {@link ReplaceRequest#staged()} is not 0 and not exactly so many users are staged
   *       under the sequence {@code to}, the partition is <em>not known</em> and nothing happens.
   *   <li>Otherwise it is written, as {@link #sync} says.
   * </ol>
   *
   * <p>In every case the reply lists all records of the workspace as they are after the call.
   */
  CompletionStage<SyncReply> replace(ReplaceRequest request);

  /**
   * Keeps a page of a partition that is too large for one call, for the {@link #replace} that
   * follows. Until then no read returns it, and nothing is published.
   */
  CompletionStage<Void> stage(StageRequest request);

  /**
   * Removes a node whose lease has expired, with its record and its partition, and publishes {@link
   * FeedMessage.Gone}.
   *
   * <ol>
   *   <li>If the caller is another node, and its own record is missing or has a deadline below
   *       {@link EvictRequest#callerDeadline()}, the reply is {@link EvictReply#unknown}, and
   *       nothing happens.
   *   <li>If the node has no record, the reply is {@link EvictReply#gone}, and nothing happens.
   *   <li>If its deadline is not {@link EvictRequest#deadline()}, the reply is {@link
   *       EvictReply#alive}, and nothing happens.
   *   <li>Otherwise the node is removed, and the reply is {@link EvictReply#gone}. The store does
   *       not compare the deadline with its clock.
   * </ol>
   */
  CompletionStage<EvictReply> evict(EvictRequest request);

  /**
   * Reads a page of a node's partition. A store that knows that the partition is incomplete answers
   * {@link PartitionPage#none()}.
   *
   * <p>The record is read first. The entries may already hold later changes, which the feed
   * publishes. Each entry that stays from the first page to the last is on at least one page. A
   * page that cannot be continued, because the data moved, fails with a {@link
   * dev.presence.model.PresenceException}. The caller then begins again.
   *
   * @param page {@link StorePage#FIRST}, or {@link StorePage#next()} of the page before
   */
  CompletionStage<PartitionPage> readPartition(String workspaceId, String nodeId, String page);

  // Users.

  /**
   * Reads the entries of some users in all complete partitions of nodes whose deadline is not over,
   * and the registers of these users.
   */
  CompletionStage<StoredUsers> readUsers(String workspaceId, Set<String> userIds);

  /**
   * Merges registers into those of the workspace by {@link Registers#merge}. If that changes any,
   * the revision becomes the one of the request, and {@link FeedMessage.RegistersSet} is published.
   * If it changes none, as when the call is applied twice, nothing happens.
   *
   * <p>A store may apply a large request in parts, one after the other. Each part then has a
   * revision of its own, and the last one that of the request.
   */
  CompletionStage<SetReply> set(SetRequest request);

  /**
   * Reads a page of all registers. The registers of each user are on at least one page. The last
   * paragraph of {@link #readPartition} about pages holds here too.
   *
   * @param page {@link StorePage#FIRST}, or {@link StorePage#next()} of the page before
   */
  CompletionStage<RegisterPage> readRegisters(String workspaceId, String page);

  // Messages.

  /**
   * Begins to deliver the workspace's messages to the feed, one at a time and in order. Completes
   * once the subscription is established. If it fails, the store keeps no subscription.
   *
   * <p>The store keeps a subscription alive over reconnects by itself. Each time it is established,
   * the first time too, it calls {@link StoreFeed#onSubscribed()}: messages in between are lost.
   * Two subscriptions to the same workspace are independent.
   */
  CompletionStage<StoreSubscription> subscribe(String workspaceId, StoreFeed feed);

  /**
   * Ends all subscriptions and releases what the store created itself, but never a client that it
   * was given. Idempotent.
   */
  @Override
  void close();
}
