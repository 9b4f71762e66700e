package dev.presence.redis;

import dev.presence.store.EvictReply;
import dev.presence.store.EvictReply.Verdict;
import dev.presence.store.EvictRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Evictions, as script calls. */
final class EvictCalls {

  private final RedisCommands redis;
  private final KeySpace keys;
  private final DamageLog damage;

  EvictCalls(RedisCommands redis, KeySpace keys, DamageLog damage) {
    this.redis = redis;
    this.keys = keys;
    this.damage = damage;
  }

  CompletionStage<EvictReply> evict(EvictRequest request) {
    KeyNames names = keys.of(request.workspaceId());
    Arguments arguments =
        new Arguments()
            .text(names.channel())
            .text(request.nodeId())
            .number(request.deadline())
            .text(request.callerId())
            .number(request.callerDeadline())
            .text(FeedText.nodePart(request.nodeId()));
    return redis
        .run(Script.EVICT, List.of(names.nodes(), names.node(request.nodeId())), arguments.list())
        .thenApply(this::replyIn);
  }

  private EvictReply replyIn(List<Object> reply) {
    damage.otherType(Replies.damage(reply));
    long now = Replies.number(reply, 2);
    return switch (Verdict.valueOf(Replies.text(reply, 0))) {
      case GONE -> EvictReply.gone(now);
      case ALIVE -> EvictReply.alive(Replies.number(reply, 1), now);
      case UNKNOWN -> EvictReply.unknown(now);
    };
  }
}
