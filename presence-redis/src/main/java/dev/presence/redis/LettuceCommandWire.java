package dev.presence.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A connection of Lettuce for commands. Safe for use by any thread. */
final class LettuceCommandWire extends LettuceWire<StatefulRedisConnection<String, String>>
    implements CommandWire {

  private static final StringCodec CODEC = StringCodec.UTF8;

  private final boolean asking;

  /**
   * Single commands share it, a pair has it alone. Lettuce's own thread may still write between the
   * two; then the second is refused with MOVED, and the call begins again.
   */
  private final ReadWriteLock order;

  LettuceCommandWire(StatefulRedisConnection<String, String> connection) {
    this(connection, false, new ReentrantReadWriteLock());
  }

  private LettuceCommandWire(
      StatefulRedisConnection<String, String> connection, boolean asking, ReadWriteLock order) {
    super(connection);
    this.asking = asking;
    this.order = order;
  }

  @Override
  public CommandWire asking() {
    return new LettuceCommandWire(connection, true, order);
  }

  @Override
  public CompletionStage<List<Object>> runKnown(ScriptCall call) {
    return run(call.readOnly() ? CommandType.EVALSHA_RO : CommandType.EVALSHA, call.digest(), call);
  }

  @Override
  public CompletionStage<List<Object>> runSource(ScriptCall call) {
    return run(call.readOnly() ? CommandType.EVAL_RO : CommandType.EVAL, call.source(), call);
  }

  private CompletionStage<List<Object>> run(CommandType type, String script, ScriptCall call) {
    return send(
        type,
        new NestedMultiOutput<>(CODEC),
        arguments()
            .add(script)
            .add(call.keys().size())
            .addKeys(call.keys())
            .addValues(call.arguments()));
  }

  @Override
  public CompletionStage<Long> publish(String channel, String message) {
    return send(
        CommandType.SPUBLISH,
        new IntegerOutput<>(CODEC),
        arguments().addKey(channel).addValue(message));
  }

  @Override
  public CompletionStage<List<String>> time() {
    return send(CommandType.TIME, new ValueListOutput<>(CODEC), arguments());
  }

  @Override
  public CompletionStage<String> info(List<String> sections) {
    return send(CommandType.INFO, new StatusOutput<>(CODEC), arguments().addValues(sections));
  }

  private static CommandArgs<String, String> arguments() {
    return new CommandArgs<>(CODEC);
  }

  private <T> CompletionStage<T> send(
      CommandType type,
      CommandOutput<String, String, T> output,
      CommandArgs<String, String> arguments) {
    AsyncCommand<String, String, T> command =
        new AsyncCommand<>(new Command<>(type, output, arguments));
    if (!asking) {
      order.readLock().lock();
      try {
        connection.dispatch(command);
      } finally {
        order.readLock().unlock();
      }
      return command;
    }
    Command<String, String, String> ask =
        new Command<>(CommandType.ASKING, new StatusOutput<>(CODEC), arguments());
    order.writeLock().lock();
    try {
      connection.dispatch(List.of(new AsyncCommand<>(ask), command));
    } finally {
      order.writeLock().unlock();
    }
    return command;
  }
}
