package dev.presence.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One Redis server that accepts writes, with a connection for commands and one for messages. Both
 * must lead to the same one; so where a failover changes the address, the second is made anew with
 * the first.
 */
final class Server implements RedisCommands, AutoCloseable {

  private final Line<StatefulRedisConnection<String, String>> line;
  private final FeedLine feed;

  /**
   * Connects, and goes on trying until {@link #close}.
   *
   * @param lost called on the loop when the connection for commands is lost
   */
  Server(Dialer dialer, Loop loop, FeedLine.Listener listener, Runnable lost) {
    feed = new FeedLine(dialer, loop, listener);
    line =
        new Line<>(
            dialer.toString(), dialer::commands, loop, new CommandEvents(dialer.mayMove(), lost));
    line.open();
    feed.open();
  }

  private final class CommandEvents
      implements Line.Events<StatefulRedisConnection<String, String>> {
    private final boolean mayMove;
    private final Runnable lost;
    private boolean wasUp;

    CommandEvents(boolean mayMove, Runnable lost) {
      this.mayMove = mayMove;
      this.lost = lost;
    }

    @Override
    public void up(StatefulRedisConnection<String, String> connection) {
      if (!wasUp) {
        EvictionPolicy.check(connection);
      } else if (mayMove) {
        feed.reconnect();
      }
      wasUp = true;
    }

    @Override
    public void down() {
      lost.run();
    }
  }

  /** Where this server's messages come in. */
  FeedLine feed() {
    return feed;
  }

  boolean isUp() {
    return line.isUp();
  }

  @Override
  public CompletableFuture<List<Object>> run(
      Script script, List<String> keys, List<String> arguments) {
    String[] keyArray = keys.toArray(String[]::new);
    String[] argumentArray = arguments.toArray(String[]::new);
    return line.call(connection -> run(connection.async(), script, keyArray, argumentArray));
  }

  /** A server that does not know the script yet, or not any more, is given it. */
  private static CompletionStage<List<Object>> run(
      RedisAsyncCommands<String, String> redis, Script script, String[] keys, String[] arguments) {
    RedisFuture<List<Object>> known =
        script.isReadOnly()
            ? redis.evalshaReadOnly(script.digest(), ScriptOutputType.MULTI, keys, arguments)
            : redis.evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments);
    return known.exceptionallyCompose(
        failure ->
            RedisFailures.causeOf(failure) instanceof RedisNoScriptException
                ? evaluate(redis, script, keys, arguments)
                : CompletableFuture.failedStage(failure));
  }

  private static RedisFuture<List<Object>> evaluate(
      RedisAsyncCommands<String, String> redis, Script script, String[] keys, String[] arguments) {
    return script.isReadOnly()
        ? redis.evalReadOnly(script.source(), ScriptOutputType.MULTI, keys, arguments)
        : redis.eval(script.source(), ScriptOutputType.MULTI, keys, arguments);
  }

  @Override
  public CompletableFuture<Long> time() {
    return line.probe(connection -> connection.async().time())
        .thenApply(
            time -> Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000);
  }

  @Override
  public void close() {
    line.close();
    feed.close();
  }
}
