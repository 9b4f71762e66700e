package dev.presence.redis;

import dev.presence.spi.FeedMessage.Content;
import dev.presence.spi.StageRequest;
import dev.presence.spi.StoredRecord;
import dev.presence.spi.SyncReply;
import dev.presence.spi.SyncRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Heartbeats with what changed, as script calls: one call for each request. */
final class SyncCalls {

  private final RedisCommands redis;
  private final DamageLog damage;

  SyncCalls(RedisCommands redis, DamageLog damage) {
    this.redis = redis;
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
    String key = new KeyNames(request.workspaceId()).staged(request.nodeId(), request.to());
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
    String staged = new KeyNames(request.workspaceId()).staged(request.nodeId(), request.to());
    Arguments arguments = renewal(request).number(request.staged());
    return run(Script.SYNC_COMMIT, request, arguments, List.of(staged));
  }

  /** Whom a call is about, what the new record is made of, and what is published. */
  private static Arguments renewal(SyncRequest request) {
    return new Arguments()
        .text(new KeyNames(request.workspaceId()).channel())
        .text(request.nodeId())
        .number(request.to())
        .number(request.keepMillis())
        .number(request.leaseMillis())
        .flag(request.leaving())
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
    KeyNames names = new KeyNames(request.workspaceId());
    List<String> keys =
        new ArrayList<>(List.of(names.nodes(), names.node(request.nodeId()), names.claims()));
    keys.addAll(moreKeys);
    return redis
        .run(script, keys, arguments.list())
        .thenApply(reply -> replyIn(reply, names.nodes()));
  }

  private SyncReply replyIn(List<Object> reply, String nodesKey) {
    damage.otherType(Replies.damage(reply));
    return new SyncReply(
        Replies.number(reply, 0) == 1,
        Replies.number(reply, 1),
        Replies.text(reply, 2),
        recordsIn(Replies.list(reply, 3), nodesKey));
  }

  /** Reads node id and record by turns; leaves out what cannot be read. */
  private List<StoredRecord> recordsIn(List<Object> list, String nodesKey) {
    List<StoredRecord> records = new ArrayList<>(list.size() / 2);
    Replies.pairs(list)
        .forEach(
            (nodeId, text) -> {
              StoredRecord record = RecordText.parse(nodeId, text);
              if (record == null) {
                damage.unreadable(nodesKey, nodeId, text);
              } else {
                records.add(record);
              }
            });
    return records;
  }
}
