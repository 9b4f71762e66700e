package dev.presence.redis;

import dev.presence.store.PartitionWrite;
import dev.presence.store.PresenceStore;
import dev.presence.store.Register;
import dev.presence.store.Registers;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import dev.presence.testkit.ForwardingStore;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The store of a node from the future: it writes everything that this version writes, and more. Its
 * entries and records have a tail, it sets a register of a new name, and publishes messages of a
 * new kind.
 */
final class FutureStore extends ForwardingStore {

  private final RedisClusterCommands<String, String> redis;

  FutureStore(PresenceStore store, RedisClusterCommands<String, String> redis) {
    super(store);
    this.redis = redis;
  }

  @Override
  public CompletionStage<SyncReply> sync(SyncRequest request) {
    return extended(
        super.sync(request.toBuilder().entries(withTails(request.entries())).build()), request);
  }

  @Override
  public CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return extended(
        super.replace(request.toBuilder().entries(withTails(request.entries())).build()), request);
  }

  private CompletionStage<SyncReply> extended(
      CompletionStage<SyncReply> written, PartitionWrite request) {
    return written.thenApplyAsync(
        reply -> {
          KeyNames names = KeySpace.DEFAULT.of(request.workspaceId());
          String record = redis.hget(names.nodes(), request.nodeId());
          if (record != null) {
            redis.hset(names.nodes(), request.nodeId(), record + " 17 more");
          }
          redis.spublish(names.channel(), "1Y something of the future");
          return reply;
        });
  }

  private static Map<String, String> withTails(Map<String, String> entries) {
    Map<String, String> longer = new HashMap<>();
    entries.forEach((user, entry) -> longer.put(user, entry + ":d=phone"));
    return longer;
  }

  @Override
  public CompletionStage<SetReply> set(SetRequest request) {
    Map<String, Registers> more = new HashMap<>();
    Register mood = Register.of("mood", 5, "\u263a of the future");
    request.registers().forEach((user, its) -> more.put(user, its.merge(Registers.of(mood))));
    return super.set(
        SetRequest.of(request.workspaceId(), request.revision(), more, request.keepMillis()));
  }
}
