package dev.presence.redis;

import static dev.presence.redis.Batches.MOST_USERS;

import dev.presence.model.PresenceException;
import dev.presence.store.ReadRequest;
import dev.presence.store.Registers;
import dev.presence.store.StoredPartition;
import dev.presence.store.StoredRecord;
import dev.presence.store.StoredWorkspace;
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

  CompletionStage<StoredWorkspace> read(ReadRequest request) {
    KeyNames names = keys.of(request.workspaceId());
    if (request instanceof ReadRequest.Partition one) {
      return partition(names, one);
    }
    if (request instanceof ReadRequest.AllRegisters all) {
      return registers(names, all);
    }
    Set<String> userIds = ((ReadRequest.Users) request).userIds();
    return nodes(names).thenCompose(nodeIds -> users(names, nodeIds, userIds));
  }

  // ---------------------------------------------------------------- pages

  private CompletionStage<StoredWorkspace> partition(
      KeyNames names, ReadRequest.Partition request) {
    Arguments arguments = new Arguments().text(request.nodeId()).text(request.page()).number(PAGE);
    return redis
        .run(
            Script.READ_PARTITION,
            List.of(names.nodes(), names.node(request.nodeId())),
            arguments.list())
        .thenApply(reply -> partitionIn(reply, names, request));
  }

  private StoredWorkspace partitionIn(
      List<Object> reply, KeyNames names, ReadRequest.Partition request) {
    damage.otherType(Replies.damage(reply));
    String next = nextIn(reply, 4, request.page());
    StoredRecord record = recordOf(names, request.nodeId(), Replies.text(reply, 1));
    if (record == null || record.users() != Replies.number(reply, 2)) {
      return new StoredWorkspace(Replies.number(reply, 0), List.of(), Map.of(), "");
    }
    Map<String, String> entries = Replies.pairs(Replies.list(reply, 3));
    return new StoredWorkspace(
        Replies.number(reply, 0),
        List.of(new StoredPartition(record, entries)),
        Map.of(),
        "",
        next);
  }

  private CompletionStage<StoredWorkspace> registers(
      KeyNames names, ReadRequest.AllRegisters request) {
    Arguments arguments = new Arguments().text(request.page()).number(PAGE);
    return redis
        .run(Script.READ_REGISTERS, List.of(names.registers()), arguments.list())
        .thenApply(
            reply -> {
              damage.otherType(Replies.damage(reply));
              return new StoredWorkspace(
                  Replies.number(reply, 0),
                  List.of(),
                  registersOf(names, Replies.pairs(Replies.list(reply, 2))),
                  Replies.text(reply, 1),
                  nextIn(reply, 3, request.page()));
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

  private CompletionStage<List<String>> nodes(KeyNames names) {
    return redis
        .run(Script.READ_NODES, List.of(names.nodes()), List.of())
        .thenApply(
            reply -> {
              damage.otherType(Replies.damage(reply));
              return Replies.list(reply, 0).stream().map(String.class::cast).toList();
            });
  }

  private CompletionStage<StoredWorkspace> users(
      KeyNames names, List<String> nodeIds, Set<String> userIds) {
    return Batches.of(userIds, MOST_USERS).stream()
        .map(batch -> users(names, nodeIds, batch))
        .reduce((one, two) -> one.thenCombine(two, ReadCalls::together))
        .orElseGet(() -> users(names, List.of(), List.of("nobody")));
  }

  private CompletionStage<StoredWorkspace> users(
      KeyNames names, List<String> nodeIds, List<String> userIds) {
    List<String> keys = new ArrayList<>(List.of(names.nodes(), names.registers()));
    nodeIds.forEach(nodeId -> keys.add(names.node(nodeId)));
    Arguments arguments = new Arguments().number(nodeIds.size()).texts(nodeIds).texts(userIds);
    return redis
        .run(Script.READ_USERS, keys, arguments.list())
        .thenApply(reply -> usersIn(reply, names, userIds));
  }

  private StoredWorkspace usersIn(List<Object> reply, KeyNames names, List<String> userIds) {
    damage.otherType(Replies.damage(reply));
    List<StoredPartition> partitions = new ArrayList<>();
    List<Object> found = Replies.list(reply, 3);
    for (int i = 0; i < found.size(); i++) {
      List<Object> one = Replies.list(found, i);
      StoredRecord record = recordOf(names, Replies.text(one, 0), Replies.text(one, 1));
      if (record != null) {
        partitions.add(new StoredPartition(record, Replies.zip(userIds, Replies.list(one, 2))));
      }
    }
    return new StoredWorkspace(
        Replies.number(reply, 0),
        partitions,
        registersOf(names, Replies.zip(userIds, Replies.list(reply, 2))),
        Replies.text(reply, 1));
  }

  /** Two batches of users; of a node's records the first one counts, which may be older. */
  private static StoredWorkspace together(StoredWorkspace one, StoredWorkspace two) {
    Map<String, StoredPartition> partitions = new LinkedHashMap<>();
    one.partitions().forEach(it -> partitions.put(it.record().nodeId(), it));
    two.partitions().forEach(it -> partitions.merge(it.record().nodeId(), it, ReadCalls::together));
    Map<String, Registers> registers = new HashMap<>(one.registers());
    registers.putAll(two.registers());
    return new StoredWorkspace(
        one.now(), List.copyOf(partitions.values()), registers, one.revision());
  }

  private static StoredPartition together(StoredPartition one, StoredPartition two) {
    Map<String, String> entries = new HashMap<>(one.entries());
    entries.putAll(two.entries());
    return new StoredPartition(one.record(), entries);
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
