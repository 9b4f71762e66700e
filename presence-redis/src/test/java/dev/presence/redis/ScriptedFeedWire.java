package dev.presence.redis;

import dev.presence.testkit.ManualProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A connection for messages to a {@link ScriptedServer}. */
final class ScriptedFeedWire extends ScriptedWire implements FeedWire {

  private final List<Listener> listeners = new ArrayList<>();

  ScriptedFeedWire(ScriptedServer server, ScriptedWorld world, ManualProcess process) {
    super(server, world, process);
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public CompletionStage<Void> subscribe(String channel) {
    return request(
        () -> {
          server.subscribe(channel, this);
          return null;
        });
  }

  @Override
  public CompletionStage<Void> unsubscribe(String channel) {
    return request(
        () -> {
          server.unsubscribe(channel, this);
          pushUnsubscribed(channel);
          return null;
        });
  }

  @Override
  public CompletionStage<String> ping() {
    return request(() -> "PONG");
  }

  void pushMessage(String channel, String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    push(() -> listeners.forEach(it -> it.message(channel, bytes)));
  }

  void pushUnsubscribed(String channel) {
    push(() -> listeners.forEach(it -> it.unsubscribed(channel)));
  }
}
