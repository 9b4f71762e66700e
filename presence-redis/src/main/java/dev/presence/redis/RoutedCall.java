package dev.presence.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One script call that follows its keys through a cluster. {@code docs/reference/redis.md}
 * describes what happens while a slot moves.
 *
 * <ul>
 *   <li>{@code MOVED}: another server has the slot. The call goes there, and the map is looked up.
 *   <li>{@code ASK}: the slot is moving, and none of the keys is here any more. The call goes to
 *       the server that imports the slot. The keys are created there if they are missing; the old
 *       server has none of them, so nothing stands in the way of those that still move.
 *   <li>{@code TRYAGAIN}: some of the keys are here, others are not. The call is repeated here
 *       until the keys that are here have moved.
 * </ul>
 */
final class RoutedCall {

  /** A call that is sent to more servers than this goes round in circles. */
  private static final int MOST_REDIRECTS = 5;

  /** The pause between attempts while keys move. */
  private static final Duration PAUSE = Duration.ofMillis(25);

  /** How long keys that belong together may be apart before the call fails. */
  private static final long LONGEST_MILLIS = 2_000;

  /** After this time without progress nobody is moving these keys just now. */
  private static final long STUCK_MILLIS = 200;

  private final Servers servers;
  private final Loop loop;
  private final boolean cluster;
  private final ScriptCall call;
  private final CompletableFuture<List<Object>> answer = new CompletableFuture<>();
  private final long started;
  private int redirects;

  RoutedCall(Servers servers, boolean cluster, Loop loop, ScriptCall call) {
    this.servers = servers;
    this.cluster = cluster;
    this.loop = loop;
    this.call = call;
    this.started = loop.ticks();
  }

  CompletionStage<List<Object>> startAt(Server server) {
    send(server);
    return answer;
  }

  private void send(Server server) {
    CompletableFuture<List<Object>> sent =
        cluster && MovingSlot.replacesKeys(call)
            ? server.run(MovingSlot.keepingKeys(call)).thenApply(MovingSlot::replyIn)
            : server.run(call);
    sent.whenComplete((reply, failure) -> answered(server, reply, failure));
  }

  private void answered(Server server, @Nullable List<Object> reply, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(reply);
      return;
    }
    switch (RedisFailures.redirectionOf(failure)) {
      case MOVED -> {
        servers.doubt();
        redirect(failure, this::send);
      }
      case ASK -> redirect(failure, target -> ask(server, target));
      case TRYAGAIN -> tryAgain(server, failure);
      case CLUSTERDOWN -> {
        servers.doubt();
        answer.completeExceptionally(failure);
      }
      case NONE -> answer.completeExceptionally(failure);
    }
  }

  private void redirect(Throwable failure, Consumer<Server> send) {
    if (++redirects > MOST_REDIRECTS) {
      answer.completeExceptionally(failure);
      return;
    }
    servers
        .at(RedisFailures.addressIn(failure))
        .thenAccept(
            target -> {
              if (target == null) {
                answer.completeExceptionally(failure);
              } else {
                send.accept(target);
              }
            });
  }

  // ---------------------------------------------------------------- while a slot moves

  private void ask(Server source, Server target) {
    target
        .ask(MovingSlot.atTarget(call))
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                publish(source, MovingSlot.messagesIn(reply));
                answer.complete(MovingSlot.replyIn(reply));
              } else if (RedisFailures.redirectionOf(failure) == Redirection.NONE) {
                answer.completeExceptionally(failure);
              } else { // the move has ended meanwhile, or the two servers do not agree yet
                repeat(() -> send(source), failure);
              }
            });
  }

  /** Until the slot has moved its old owner has the subscribers; then its new one. */
  private void publish(Server owner, List<String> messages) {
    for (String message : messages) {
      String channel = call.arguments().get(0);
      owner
          .publish(channel, message)
          .whenComplete(
              (receivers, failure) -> {
                if (failure != null && RedisFailures.redirectionOf(failure) == Redirection.MOVED) {
                  servers.doubt();
                  servers
                      .at(RedisFailures.addressIn(failure))
                      .thenAccept(target -> publishOnce(target, channel, message));
                }
              });
    }
  }

  /** What is lost here is found with the next heartbeat. */
  private static void publishOnce(@Nullable Server target, String channel, String message) {
    if (target != null) {
      target.publish(channel, message);
    }
  }

  private void tryAgain(Server server, Throwable failure) {
    if (loop.ticks() - started >= STUCK_MILLIS && MovingSlot.canDoWithoutRegisters(call)) {
      server
          .run(MovingSlot.withoutRegisters(call))
          .whenComplete(
              (reply, again) -> {
                if (again == null) {
                  answer.complete(MovingSlot.replyIn(reply));
                } else if (RedisFailures.redirectionOf(again) == Redirection.NONE) {
                  answer.completeExceptionally(again);
                } else {
                  repeat(() -> send(server), again);
                }
              });
    } else {
      repeat(() -> send(server), failure);
    }
  }

  private void repeat(Runnable attempt, Throwable failure) {
    if (loop.ticks() - started >= LONGEST_MILLIS || !loop.later(PAUSE, attempt)) {
      servers.doubt();
      answer.completeExceptionally(failure);
    }
  }
}
