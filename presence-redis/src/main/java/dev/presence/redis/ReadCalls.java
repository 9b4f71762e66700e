package dev.presence.redis;

import static dev.presence.redis.Batches.MOST_USERS;

import dev.presence.spi.Claim;
import dev.presence.spi.ReadRequest;
import dev.presence.spi.StoredPartition;
import dev.presence.spi.StoredWorkspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Reads, as script calls; what is large is read in pages, by {@link LargeReads}. */
final class ReadCalls {

  private final RedisCommands redis;
  private final LargeReads large;

  ReadCalls(RedisCommands redis) {
    this.redis = redis;
    this.large = new LargeReads(redis);
  }

  CompletionStage<StoredWorkspace> read(ReadRequest request) {
    KeyNames names = new KeyNames(request.workspaceId());
    if (request instanceof ReadRequest.Partition one) {
      return large.partition(names, one.nodeId());
    }
    if (request instanceof ReadRequest.Users some) {
      return redis.fields(names.nodes()).thenCompose(nodes -> users(names, nodes, some.userIds()));
    }
    return large.claims(names);
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
    List<String> keys = new ArrayList<>(List.of(names.nodes(), names.claims()));
    nodeIds.forEach(nodeId -> keys.add(names.node(nodeId)));
    Arguments arguments = new Arguments().number(nodeIds.size()).texts(nodeIds).texts(userIds);
    return redis
        .run(Script.READ_USERS, keys, arguments.list())
        .thenApply(reply -> usersIn(reply, userIds));
  }

  private static StoredWorkspace usersIn(List<Object> reply, List<String> userIds) {
    Map<String, Claim> claims = new HashMap<>();
    Replies.zip(userIds, Replies.list(reply, 2))
        .forEach((userId, text) -> claims.put(userId, ClaimText.parse(text)));
    List<StoredPartition> partitions = new ArrayList<>();
    List<Object> found = Replies.list(reply, 3);
    for (int i = 0; i < found.size(); i++) {
      List<Object> one = Replies.list(found, i);
      partitions.add(
          new StoredPartition(
              RecordText.parse(Replies.text(one, 0), Replies.text(one, 1)),
              Replies.zip(userIds, Replies.list(one, 2))));
    }
    return new StoredWorkspace(
        Replies.number(reply, 0), partitions, claims, Replies.text(reply, 1));
  }

  /** Two batches of users; of a node's records the first one counts, which may be older. */
  private static StoredWorkspace together(StoredWorkspace one, StoredWorkspace two) {
    Map<String, StoredPartition> partitions = new LinkedHashMap<>();
    one.partitions().forEach(it -> partitions.put(it.record().nodeId(), it));
    two.partitions().forEach(it -> partitions.merge(it.record().nodeId(), it, ReadCalls::together));
    Map<String, Claim> claims = new HashMap<>(one.claims());
    claims.putAll(two.claims());
    return new StoredWorkspace(
        one.now(), List.copyOf(partitions.values()), claims, one.claimsStamp());
  }

  private static StoredPartition together(StoredPartition one, StoredPartition two) {
    Map<String, String> entries = new HashMap<>(one.entries());
    entries.putAll(two.entries());
    return new StoredPartition(one.record(), entries);
  }
}
