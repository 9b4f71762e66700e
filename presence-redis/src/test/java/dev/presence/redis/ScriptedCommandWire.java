package dev.presence.redis;

import dev.presence.testkit.ManualProcess;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection for commands to a {@link ScriptedServer}. */
final class ScriptedCommandWire extends ScriptedWire implements CommandWire {

  ScriptedCommandWire(ScriptedServer server, ScriptedWorld world, ManualProcess process) {
    super(server, world, process);
  }

  private record Asking(ScriptedCommandWire wire) implements CommandWire {
    @Override
    public CommandWire asking() {
      return this;
    }

    @Override
    public CompletionStage<List<Object>> runKnown(ScriptCall call) {
      return wire.request(() -> wire.server.run(call, true, false));
    }

    @Override
    public CompletionStage<List<Object>> runSource(ScriptCall call) {
      return wire.request(() -> wire.server.run(call, true, true));
    }

    @Override
    public CompletionStage<Long> publish(String channel, String message) {
      return wire.publish(channel, message);
    }

    @Override
    public CompletionStage<List<String>> time() {
      return wire.time();
    }

    @Override
    public CompletionStage<String> info(List<String> sections) {
      return wire.info(sections);
    }

    @Override
    public boolean isOpen() {
      return wire.isOpen();
    }

    @Override
    public void onLost(Runnable lost) {
      wire.onLost(lost);
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
      return wire.closeAsync();
    }
  }

  @Override
  public CommandWire asking() {
    return new Asking(this);
  }

  @Override
  public CompletionStage<List<Object>> runKnown(ScriptCall call) {
    return request(() -> server.run(call, false, false));
  }

  @Override
  public CompletionStage<List<Object>> runSource(ScriptCall call) {
    return request(() -> server.run(call, false, true));
  }

  @Override
  public CompletionStage<Long> publish(String channel, String message) {
    return request(() -> server.publish(channel, message));
  }

  @Override
  public CompletionStage<List<String>> time() {
    return request(server::time);
  }

  @Override
  public CompletionStage<String> info(List<String> sections) {
    return request(() -> "maxmemory_policy:noeviction");
  }
}
