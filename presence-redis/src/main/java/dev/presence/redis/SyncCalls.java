package dev.presence.redis;

import dev.presence.store.FeedMessage.Content;
import dev.presence.store.PartitionWrite;
import dev.presence.store.ReplaceRequest;
import dev.presence.store.StageRequest;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Heartbeats with what changed, as script calls: one call for each request. */
final class SyncCalls {

  private final RedisCommands redis;
  private final KeySpace keys;
  private final DamageLog damage;

  SyncCalls(RedisCommands redis, KeySpace keys, DamageLog damage) {
    this.redis = redis;
    this.keys = keys;
    this.damage = damage;
  }

  CompletionStage<SyncReply> sync(SyncRequest request) {
    Set<String> removed = request.removed();
    String change =
        FeedText.changePart(request.from(), Content.DIFFERENCE, request.entries(), removed);
    Arguments arguments =
        renewal(request, change)
            .number(request.from())
            .number(request.knownDeadline())
            .number(removed.size())
            .texts(removed)
            .pairs(request.entries());
    return run(Script.SYNC_CHANGE, request, arguments, List.of());
  }

  CompletionStage<SyncReply> replace(ReplaceRequest request) {
    return request.staged() > 0 ? commit(request) : whole(request);
  }

  /** Keeps a page under a key of its own. */
  CompletionStage<Void> stage(StageRequest request) {
    String key = keys.of(request.workspaceId()).staged(request.nodeId(), request.to());
    Arguments arguments = new Arguments().number(request.keepMillis()).pairs(request.entries());
    return redis
        .run(Script.STAGE, List.of(key), arguments.list())
        .thenAccept(reply -> damage.otherType(Replies.damage(reply)));
  }

  private CompletionStage<SyncReply> whole(ReplaceRequest request) {
    String change = FeedText.changePart(0, Content.WHOLE, request.entries(), Set.of());
    Arguments arguments = renewal(request, change).pairs(request.entries());
    return run(Script.SYNC_WHOLE, request, arguments, List.of());
  }

  private CompletionStage<SyncReply> commit(ReplaceRequest request) {
    String staged = keys.of(request.workspaceId()).staged(request.nodeId(), request.to());
    String change = FeedText.changePart(0, Content.NOTHING, Map.of(), Set.of());
    Arguments arguments = renewal(request, change).number(request.staged());
    return run(Script.SYNC_COMMIT, request, arguments, List.of(staged));
  }

  /** Whom a call is about, what the new record is made of, and what is published. */
  private Arguments renewal(PartitionWrite request, String change) {
    return new Arguments()
        .text(keys.of(request.workspaceId()).channel())
        .text(request.nodeId())
        .number(request.to())
        .number(request.keepMillis())
        .number(request.leaseMillis())
        .flag(request.draining())
        .number(request.wallOffset())
        .text(FeedText.recordPart(request))
        .text(change);
  }

  private CompletionStage<SyncReply> run(
      Script script, PartitionWrite request, Arguments arguments, List<String> moreKeys) {
    KeyNames names = keys.of(request.workspaceId());
    List<String> all =
        new ArrayList<>(List.of(names.nodes(), names.node(request.nodeId()), names.registers()));
    all.addAll(moreKeys);
    return redis
        .run(script, all, arguments.list())
        .thenApply(reply -> replyIn(reply, names.nodes()));
  }

  private SyncReply replyIn(List<Object> reply, String nodesKey) {
    damage.otherType(Replies.damage(reply));
    List<StoredRecord> records = new ArrayList<>();
    Set<String> unreadable = new HashSet<>();
    Replies.pairs(Replies.list(reply, 3))
        .forEach(
            (nodeId, text) -> {
              StoredRecord record = RecordText.parse(nodeId, text);
              if (record == null) {
                damage.unreadable(nodesKey, nodeId, text);
                unreadable.add(nodeId);
              } else {
                records.add(record);
              }
            });
    return SyncReply.of(
            Replies.number(reply, 0) == 1,
            Replies.number(reply, 1),
            Replies.text(reply, 2),
            records)
        .withUnreadable(unreadable);
  }
}
