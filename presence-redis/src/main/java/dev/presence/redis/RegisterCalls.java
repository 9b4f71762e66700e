package dev.presence.redis;

import dev.presence.store.Registers;
import dev.presence.store.SetReply;
import dev.presence.store.SetRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Sets registers, as script calls. More than {@link Batches#MOST_USERS} take several calls, each
 * under a revision of its own: whoever reads in between sees a revision that is not the last one,
 * and so that there is more to come.
 */
final class RegisterCalls {

  private final RedisCommands redis;
  private final KeySpace keys;
  private final DamageLog damage;

  RegisterCalls(RedisCommands redis, KeySpace keys, DamageLog damage) {
    this.redis = redis;
    this.keys = keys;
    this.damage = damage;
  }

  CompletionStage<SetReply> set(SetRequest request) {
    if (request.registers().containsKey("")) {
      throw new IllegalArgumentException("registers are of a user, whose id is not empty");
    }
    List<Map<String, Registers>> batches = Batches.of(request.registers());
    if (batches.size() <= 1) {
      return run(request, request.revision(), request.registers());
    }
    CompletionStage<SetReply> done = run(request, request.revision() + "/1", batches.get(0));
    for (int i = 1; i < batches.size(); i++) {
      Map<String, Registers> batch = batches.get(i);
      String revision =
          i == batches.size() - 1 ? request.revision() : request.revision() + "/" + (i + 1);
      done = done.thenCompose(reply -> next(reply, run(request, revision, batch)));
    }
    return done;
  }

  /**
   * The revision before all calls, if nobody else set any in between; else that before the last
   * one, from which the caller sees that it missed something.
   */
  private static CompletionStage<SetReply> next(SetReply before, CompletionStage<SetReply> next) {
    return next.thenApply(
        reply ->
            reply.before().equals(before.after())
                ? SetReply.of(before.before(), reply.after())
                : reply);
  }

  private CompletionStage<SetReply> run(
      SetRequest request, String revision, Map<String, Registers> registers) {
    KeyNames names = keys.of(request.workspaceId());
    Arguments arguments =
        new Arguments().text(names.channel()).text(revision).number(request.keepMillis());
    registers.forEach(
        (userId, userRegisters) -> arguments.text(userId).text(RegisterText.of(userRegisters)));
    return redis
        .run(Script.SET, List.of(names.registers()), arguments.list())
        .thenApply(reply -> replyIn(reply, names.registers()));
  }

  private SetReply replyIn(List<Object> reply, String key) {
    damage.otherType(Replies.damage(reply));
    Replies.pairs(Replies.list(reply, 2))
        .forEach((userId, text) -> damage.unreadable(key, userId, text));
    return SetReply.of(Replies.text(reply, 0), Replies.text(reply, 1));
  }
}
