package dev.presence.redis;

import dev.presence.spi.Claim;
import dev.presence.spi.ClaimReply;
import dev.presence.spi.ClaimRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Claims, as script calls. More than {@link Batches#MOST_USERS} take several calls, each under a
 * stamp of its own: whoever reads in between sees a stamp that is not the last one, and so that
 * there is more to come.
 */
final class ClaimCalls {

  private final RedisCommands redis;
  private final DamageLog damage;

  ClaimCalls(RedisCommands redis, DamageLog damage) {
    this.redis = redis;
    this.damage = damage;
  }

  CompletionStage<ClaimReply> claim(ClaimRequest request) {
    if (request.claims().containsKey("")) {
      throw new IllegalArgumentException("a claim is of a user, whose id is not empty");
    }
    List<Map<String, Claim>> batches = Batches.of(request.claims());
    if (batches.size() <= 1) {
      return run(request, request.stamp(), request.claims());
    }
    CompletionStage<ClaimReply> done = run(request, request.stamp() + "/1", batches.get(0));
    for (int i = 1; i < batches.size(); i++) {
      Map<String, Claim> batch = batches.get(i);
      String stamp = i == batches.size() - 1 ? request.stamp() : request.stamp() + "/" + (i + 1);
      done = done.thenCompose(reply -> next(reply, run(request, stamp, batch)));
    }
    return done;
  }

  /**
   * The stamp before all calls, if nobody else claimed in between; else that before the last one,
   * from which the caller sees that it missed something.
   */
  private static CompletionStage<ClaimReply> next(
      ClaimReply before, CompletionStage<ClaimReply> next) {
    return next.thenApply(
        reply ->
            reply.before().equals(before.after())
                ? new ClaimReply(before.before(), reply.after())
                : reply);
  }

  private CompletionStage<ClaimReply> run(
      ClaimRequest request, String stamp, Map<String, Claim> claims) {
    KeyNames names = new KeyNames(request.workspaceId());
    Arguments arguments =
        new Arguments().text(names.channel()).text(stamp).number(request.keepMillis());
    claims.forEach(
        (userId, claim) ->
            arguments
                .text(userId)
                .flag(claim.away())
                .number(claim.at())
                .number(claim.endedBefore()));
    return redis
        .run(Script.CLAIM, List.of(names.claims()), arguments.list())
        .thenApply(reply -> replyIn(reply, names.claims()));
  }

  private ClaimReply replyIn(List<Object> reply, String key) {
    damage.otherType(Replies.damage(reply));
    Replies.pairs(Replies.list(reply, 2))
        .forEach((userId, text) -> damage.unreadable(key, userId, text));
    return new ClaimReply(Replies.text(reply, 0), Replies.text(reply, 1));
  }
}
