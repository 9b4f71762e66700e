package dev.presence.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictRequest;
import dev.presence.store.FeedMessage;
import dev.presence.store.FeedMessage.Changed;
import dev.presence.store.PartitionPage;
import dev.presence.store.PresenceStore;
import dev.presence.store.Register;
import dev.presence.store.RegisterPage;
import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StorePage;
import dev.presence.store.StoreSubscription;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredUsers;
import dev.presence.store.SyncReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the groups of {@link PresenceStoreContract} have in common: calls that wait for answers. */
abstract class StorePromises {

  static final Duration A_DAY = Duration.ofDays(1);

  final PresenceStoreContract contract;
  private @Nullable PresenceStore door;
  private String workspaceId = "";
  private long ends;

  StorePromises(PresenceStoreContract contract) {
    this.contract = contract;
  }

  @BeforeEach
  void openDoor() {
    door = contract.door();
    workspaceId = contract.freshWorkspace(door);
  }

  final PresenceStore store() {
    return requireNonNull(door);
  }

  final String workspace() {
    return workspaceId;
  }

  /** From now on the calls of this test are about another workspace. */
  final void inWorkspace(String id) {
    workspaceId = id;
  }

  // What nodes send.

  final SyncDraft whole(String nodeId, long to) {
    return SyncDraft.whole(workspaceId, nodeId, to);
  }

  final SyncDraft change(String nodeId, long from, long to) {
    return SyncDraft.change(workspaceId, nodeId, from, to);
  }

  final SyncDraft heartbeat(String nodeId, long sequence) {
    return change(nodeId, sequence, sequence);
  }

  final SyncReply sync(SyncDraft draft) {
    return contract.get(draft.sendTo(store()));
  }

  /** Sends what must be applied, and answers the record that the store has then. */
  final StoredRecord applied(SyncDraft draft) {
    SyncReply reply = sync(draft);
    assertThat(reply.known()).as("known").isTrue();
    StoredRecord record = recordOf(draft.nodeId(), reply);
    assertThat(record.sequence()).as("sequence").isEqualTo(draft.to());
    return record;
  }

  final EvictReply evict(StoredRecord seen, StoredRecord caller) {
    return evict(seen.nodeId(), seen.deadline(), caller.nodeId(), caller.deadline());
  }

  final EvictReply evict(String nodeId, long deadline, String callerId, long callerDeadline) {
    return contract.get(
        store().evict(EvictRequest.of(workspaceId, nodeId, deadline, callerId, callerDeadline)));
  }

  final SetReply set(String revision, Map<String, Registers> registers) {
    return set(revision, registers, A_DAY);
  }

  final SetReply set(String revision, Map<String, Registers> registers, Duration keep) {
    return contract.get(
        store().set(SetRequest.of(workspaceId, revision, registers, keep.toMillis())));
  }

  /**
   * What the engine sets for one user: away or automatic at a time, and a time up to which
   * connections are over; 0 for what was never set.
   */
  static Registers acts(boolean away, long at, long endedBefore) {
    List<Register> registers = new ArrayList<>();
    if (at > 0) {
      registers.add(Register.of("status", at, away ? "away" : ""));
    }
    if (endedBefore > 0) {
      registers.add(Register.of("ended", endedBefore, ""));
    }
    return Registers.of(registers);
  }

  // What the store holds.

  /** All records, as a node that is not listed itself sees them. */
  final List<StoredRecord> records() {
    SyncReply reply = sync(heartbeat("a node that only looks", 1));
    assertThat(reply.known()).isFalse();
    return reply.records();
  }

  final StoredRecord recordOf(String nodeId) {
    return recordOf(nodeId, records());
  }

  static StoredRecord recordOf(String nodeId, SyncReply reply) {
    return recordOf(nodeId, reply.records());
  }

  private static StoredRecord recordOf(String nodeId, List<StoredRecord> records) {
    assertThat(records).extracting(StoredRecord::nodeId).containsOnlyOnce(nodeId);
    return records.stream().filter(record -> record.nodeId().equals(nodeId)).findFirst().get();
  }

  /** All pages of a partition, put together; null when the store has none. */
  final @Nullable StoredPartition readPartition(String nodeId) {
    StoredPartition first = null;
    Map<String, String> entries = new HashMap<>();
    for (String page = StorePage.FIRST; page != null; ) {
      PartitionPage read = readPage(nodeId, page);
      StoredPartition part = read.partition();
      if (part == null) {
        return null;
      }
      first = first == null ? part : first;
      entries.putAll(part.entries());
      page = read.next();
    }
    return StoredPartition.of(requireNonNull(first).record(), entries);
  }

  final PartitionPage readPage(String nodeId, String page) {
    return contract.get(store().readPartition(workspaceId, nodeId, page));
  }

  final StoredUsers readUsers(String... userIds) {
    return contract.get(store().readUsers(workspaceId, Set.of(userIds)));
  }

  /** All pages of the registers, put together. */
  final RegisterPage readRegisters() {
    String revision = null;
    Map<String, Registers> registers = new HashMap<>();
    for (String page = StorePage.FIRST; page != null; ) {
      RegisterPage read = contract.get(store().readRegisters(workspaceId, page));
      revision = revision == null ? read.revision() : revision;
      registers.putAll(read.registers());
      page = read.next();
    }
    return RegisterPage.of(requireNonNull(revision), registers, null);
  }

  /** Stages these users in pages of a size that every store takes. */
  final void stage(String nodeId, long to, Map<String, String> entries) {
    List<String> users = List.copyOf(entries.keySet());
    for (int i = 0; i < users.size(); i += PresenceStore.MOST_USERS) {
      Map<String, String> page = new HashMap<>();
      users
          .subList(i, Math.min(users.size(), i + PresenceStore.MOST_USERS))
          .forEach(user -> page.put(user, entries.get(user)));
      contract.get(store().stage(StageRequest.of(workspaceId, nodeId, to, page, 60_000)));
    }
  }

  /** A whole partition of these users, who are staged first. */
  final SyncDraft staged(String nodeId, long to, Map<String, String> entries) {
    stage(nodeId, to, entries);
    return whole(nodeId, to).staged(entries.size());
  }

  /** The entries of a node that has a readable partition. */
  final Map<String, String> entriesOf(String nodeId) {
    StoredPartition partition =
        requireNonNull(readPartition(nodeId), () -> "no readable partition of " + nodeId);
    assertThat(partition.record().nodeId()).isEqualTo(nodeId);
    return partition.entries();
  }

  /** As many users as that, each with an entry of its own. */
  static Map<String, String> users(int count) {
    Map<String, String> users = new TreeMap<>();
    IntStream.range(0, count).forEach(i -> users.put("user-" + i, "entry " + i));
    return users;
  }

  // What the feed tells.

  final FeedLog listen() {
    FeedLog log = new FeedLog();
    subscribe(store(), log);
    return log;
  }

  /** Stands, and has told so, when this returns. */
  final StoreSubscription subscribe(PresenceStore door, FeedLog log) {
    StoreSubscription subscription = contract.get(door.subscribe(workspaceId, log));
    contract.awaitUntil(() -> log.timesSubscribed() > 0);
    return subscription;
  }

  /**
   * Everything that the feed told up to now. A register is set that ends it: messages come in
   * order, so that whatever is not there before it was never published.
   */
  final List<FeedMessage> toldUntilNow(FeedLog log) {
    ends++;
    String revision = "end " + ends;
    set(revision, Map.of("end", acts(true, ends, 0)));
    contract.awaitUntil(() -> log.messages().stream().anyMatch(message -> ends(message, revision)));
    assertThat(log.overlapped()).as("told two things at once").isFalse();
    List<FeedMessage> all = log.messages();
    return all.subList(0, all.size() - 1);
  }

  /**
   * Asserts that exactly this was told. A store may leave out the content of any change, because it
   * would be too large for a message. Nodes then read the partition.
   */
  static void assertTold(List<FeedMessage> told, FeedMessage... expected) {
    assertThat(told).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] instanceof Changed full) {
        assertThat(told.get(i)).isIn(full, Changed.nothing(full.record()));
      } else {
        assertThat(told.get(i)).isEqualTo(expected[i]);
      }
    }
  }

  private static boolean ends(FeedMessage message, String revision) {
    return message instanceof FeedMessage.RegistersSet set && set.toRevision().equals(revision);
  }
}
