package dev.presence.redis;

import io.lettuce.core.RedisNoScriptException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One Redis server that accepts writes, with a connection for commands and one for messages. Both
 * must lead to the same one; so where a failover changes the address, the second is made anew with
 * the first.
 */
final class Server implements AutoCloseable {

  private final String id;
  private final Loop loop;
  private final Line<CommandWire> line;
  private final FeedLine feed;

  /**
   * Connects, and goes on trying until {@link #close}.
   *
   * @param id names the server among those of a store
   * @param lost called on the loop when the connection for commands is lost
   */
  Server(String id, Dialer dialer, Loop loop, FeedLine.Listener listener, Runnable lost) {
    this.id = id;
    this.loop = loop;
    feed = new FeedLine(dialer, loop, listener);
    line = new Line<>(dialer.toString(), dialer::commands, loop, new CommandEvents(dialer, lost));
    line.open();
    feed.open();
  }

  private final class CommandEvents implements Line.Events<CommandWire> {
    private final Dialer dialer;
    private final Runnable lost;
    private boolean wasUp;

    CommandEvents(Dialer dialer, Runnable lost) {
      this.dialer = dialer;
      this.lost = lost;
    }

    @Override
    public void up(CommandWire wire) {
      if (!wasUp) {
        FirstContact.log(dialer.toString(), wire);
      } else if (dialer.mayMove()) {
        feed.reconnect();
      }
      wasUp = true;
    }

    @Override
    public void down() {
      lost.run();
    }
  }

  String id() {
    return id;
  }

  /** Where this server's messages come in. */
  FeedLine feed() {
    return feed;
  }

  boolean isUp() {
    return line.isUp();
  }

  CompletableFuture<List<Object>> run(ScriptCall call) {
    return line.call(wire -> run(wire, call));
  }

  /** Runs a script in a slot that this server is importing. */
  CompletableFuture<List<Object>> ask(ScriptCall call) {
    return line.call(wire -> run(wire.asking(), call));
  }

  /** A server that does not know the script is sent it. */
  private static CompletionStage<List<Object>> run(CommandWire wire, ScriptCall call) {
    return wire.runKnown(call)
        .exceptionallyCompose(
            failure ->
                RedisFailures.causeOf(failure) instanceof RedisNoScriptException
                    ? wire.runSource(call)
                    : CompletableFuture.failedStage(failure));
  }

  CompletableFuture<Long> publish(String channel, String message) {
    return line.call(wire -> wire.publish(channel, message));
  }

  /** Probes both connections; answers the server's clock in epoch milliseconds. */
  CompletableFuture<Long> ping() {
    loop.run(feed::probe);
    return line.probe(CommandWire::time)
        .thenApply(
            time -> Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000);
  }

  /** For a task of the loop. */
  @Override
  public void close() {
    line.close();
    feed.close();
  }

  @Override
  public String toString() {
    return id;
  }
}
