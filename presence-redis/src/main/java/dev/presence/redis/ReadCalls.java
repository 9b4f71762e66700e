package dev.presence.redis;

import static dev.presence.redis.Batches.MOST_USERS;

import dev.presence.model.PresenceException;
import dev.presence.store.PartitionPage;
import dev.presence.store.RegisterPage;
import dev.presence.store.Registers;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredUsers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads, as script calls: one call for each page. */
final class ReadCalls {

  /** About how many users a page has; docs/reference/redis.md says why. */
  static final int PAGE = 1_500;

  private final RedisCommands redis;
  private final KeySpace keys;
  private final DamageLog damage;

  ReadCalls(RedisCommands redis, KeySpace keys, DamageLog damage) {
    this.redis = redis;
    this.keys = keys;
    this.damage = damage;
  }

  // ---------------------------------------------------------------- pages

  CompletionStage<PartitionPage> partition(String workspaceId, String nodeId, String page) {
    KeyNames names = keys.of(workspaceId);
    Arguments arguments = new Arguments().text(nodeId).text(page).number(PAGE);
    return redis
        .run(Script.READ_PARTITION, List.of(names.nodes(), names.node(nodeId)), arguments.list())
        .thenApply(reply -> partitionIn(reply, names, nodeId, page));
  }

  private PartitionPage partitionIn(
      List<Object> reply, KeyNames names, String nodeId, String page) {
    damage.otherType(Replies.damage(reply));
    String next = nextIn(reply, 3, page);
    StoredRecord record = recordOf(names, nodeId, Replies.text(reply, 0));
    if (record == null || record.users() != Replies.number(reply, 1)) {
      return PartitionPage.none();
    }
    return PartitionPage.of(record, Replies.pairs(Replies.list(reply, 2)), next);
  }

  CompletionStage<RegisterPage> registers(String workspaceId, String page) {
    KeyNames names = keys.of(workspaceId);
    Arguments arguments = new Arguments().text(page).number(PAGE);
    return redis
        .run(Script.READ_REGISTERS, List.of(names.registers()), arguments.list())
        .thenApply(
            reply -> {
              damage.otherType(Replies.damage(reply));
              return RegisterPage.of(
                  Replies.text(reply, 0),
                  registersOf(names, Replies.pairs(Replies.list(reply, 1))),
                  nextIn(reply, 2, page));
            });
  }

  /** The page that follows, null after the last one. */
  private static @Nullable String nextIn(List<Object> reply, int index, String page) {
    String next = Replies.textOrNull(reply, index);
    if (next == null) {
      throw new PresenceException(
          "the page \""
              + page
              + "\" cannot be continued, because another Redis process has the data now, as after a"
              + " failover; begin again with the first page",
          null);
    }
    return next.isEmpty() ? null : next;
  }

  // ---------------------------------------------------------------- some users

  CompletionStage<StoredUsers> users(String workspaceId, Set<String> userIds) {
    KeyNames names = keys.of(workspaceId);
    return nodes(names).thenCompose(nodeIds -> users(names, nodeIds, userIds));
  }

  private CompletionStage<List<String>> nodes(KeyNames names) {
    return redis
        .run(Script.READ_NODES, List.of(names.nodes()), List.of())
        .thenApply(
            reply -> {
              damage.otherType(Replies.damage(reply));
              return Replies.list(reply, 0).stream().map(String.class::cast).toList();
            });
  }

  private CompletionStage<StoredUsers> users(
      KeyNames names, List<String> nodeIds, Set<String> userIds) {
    return Batches.of(userIds, MOST_USERS).stream()
        .map(batch -> users(names, nodeIds, batch))
        .reduce((one, two) -> one.thenCombine(two, ReadCalls::together))
        .orElseGet(() -> users(names, List.of(), List.of("nobody")));
  }

  private CompletionStage<StoredUsers> users(
      KeyNames names, List<String> nodeIds, List<String> userIds) {
    List<String> keys = new ArrayList<>(List.of(names.nodes(), names.registers()));
    nodeIds.forEach(nodeId -> keys.add(names.node(nodeId)));
    Arguments arguments = new Arguments().number(nodeIds.size()).texts(nodeIds).texts(userIds);
    return redis
        .run(Script.READ_USERS, keys, arguments.list())
        .thenApply(reply -> usersIn(reply, names, userIds));
  }

  private StoredUsers usersIn(List<Object> reply, KeyNames names, List<String> userIds) {
    damage.otherType(Replies.damage(reply));
    List<StoredPartition> partitions = new ArrayList<>();
    List<Object> found = Replies.list(reply, 1);
    for (int i = 0; i < found.size(); i++) {
      List<Object> one = Replies.list(found, i);
      StoredRecord record = recordOf(names, Replies.text(one, 0), Replies.text(one, 1));
      if (record != null) {
        partitions.add(StoredPartition.of(record, Replies.zip(userIds, Replies.list(one, 2))));
      }
    }
    return StoredUsers.of(
        partitions, registersOf(names, Replies.zip(userIds, Replies.list(reply, 0))));
  }

  /** Two batches of users; of a node's records the first one counts, which may be older. */
  private static StoredUsers together(StoredUsers one, StoredUsers two) {
    Map<String, StoredPartition> partitions = new LinkedHashMap<>();
    one.partitions().forEach(it -> partitions.put(it.record().nodeId(), it));
    two.partitions().forEach(it -> partitions.merge(it.record().nodeId(), it, ReadCalls::together));
    Map<String, Registers> registers = new HashMap<>(one.registers());
    registers.putAll(two.registers());
    return StoredUsers.of(List.copyOf(partitions.values()), registers);
  }

  private static StoredPartition together(StoredPartition one, StoredPartition two) {
    Map<String, String> entries = new HashMap<>(one.entries());
    entries.putAll(two.entries());
    return StoredPartition.of(one.record(), entries);
  }

  // ---------------------------------------------------------------- texts

  /** The record; null when there is none or it cannot be read. */
  private @Nullable StoredRecord recordOf(KeyNames names, String nodeId, String text) {
    StoredRecord record = RecordText.parse(nodeId, text);
    if (record == null && !text.isEmpty()) {
      damage.unreadable(names.nodes(), nodeId, text);
    }
    return record;
  }

  /** The registers that can be read; the field without a user is the revision. */
  private Map<String, Registers> registersOf(KeyNames names, Map<String, String> texts) {
    Map<String, Registers> registers = new HashMap<>();
    texts.forEach(
        (userId, text) -> {
          Registers userRegisters = RegisterText.parse(text);
          if (userRegisters != null && !userId.isEmpty()) {
            registers.put(userId, userRegisters);
          } else if (!userId.isEmpty()) {
            damage.unreadable(names.registers(), userId, text);
          }
        });
    return registers;
  }
}
