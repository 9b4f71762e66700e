package dev.presence.redis;

import dev.presence.store.FeedMessage.Content;
import dev.presence.store.StageRequest;
import dev.presence.store.StoredRecord;
import dev.presence.store.SyncReply;
import dev.presence.store.SyncRequest;
import java.util.ArrayList;
import java.util.HashMap;
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
    if (request.staged() > 0) {
      return commit(request);
    }
    return request.whole() ? whole(request) : change(request);
  }

  /** Keeps a page under a key of its own. */
  CompletionStage<Void> stage(StageRequest request) {
    String key = keys.of(request.workspaceId()).staged(request.nodeId(), request.to());
    Arguments arguments = new Arguments().number(request.keepMillis()).pairs(request.entries());
    return redis
        .run(Script.STAGE, List.of(key), arguments.list())
        .thenAccept(reply -> damage.otherType(Replies.damage(reply)));
  }

  private CompletionStage<SyncReply> change(SyncRequest request) {
    Set<String> removed = request.removed();
    Arguments arguments =
        renewal(request)
            .number(request.from())
            .number(request.knownDeadline())
            .number(removed.size())
            .texts(removed)
            .pairs(request.entries());
    return run(Script.SYNC_CHANGE, request, arguments, List.of());
  }

  private CompletionStage<SyncReply> whole(SyncRequest request) {
    Map<String, String> entries = new HashMap<>(request.entries());
    entries.keySet().removeAll(request.removed());
    return run(Script.SYNC_WHOLE, request, renewal(request).pairs(entries), List.of());
  }

  private CompletionStage<SyncReply> commit(SyncRequest request) {
    String staged = keys.of(request.workspaceId()).staged(request.nodeId(), request.to());
    Arguments arguments = renewal(request).number(request.staged());
    return run(Script.SYNC_COMMIT, request, arguments, List.of(staged));
  }

  /** Whom a call is about, what the new record is made of, and what is published. */
  private Arguments renewal(SyncRequest request) {
    return new Arguments()
        .text(keys.of(request.workspaceId()).channel())
        .text(request.nodeId())
        .number(request.to())
        .number(request.keepMillis())
        .number(request.leaseMillis())
        .flag(request.draining())
        .number(request.wallOffset())
        .text(FeedText.recordPart(request))
        .text(changeOf(request));
  }

  private static String changeOf(SyncRequest request) {
    if (request.staged() > 0) {
      return FeedText.changePart(request.from(), Content.NOTHING, Map.of(), Set.of());
    }
    return FeedText.changePart(
        request.from(),
        request.whole() ? Content.WHOLE : Content.DIFFERENCE,
        request.entries(),
        request.removed());
  }

  private CompletionStage<SyncReply> run(
      Script script, SyncRequest request, Arguments arguments, List<String> moreKeys) {
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
    return new SyncReply(
        Replies.number(reply, 0) == 1,
        Replies.number(reply, 1),
        Replies.text(reply, 2),
        records,
        unreadable);
  }
}
