package dev.presence.guides;

import dev.presence.model.PresenceUpdate;
import dev.presence.transport.PresenceBroadcaster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Formats each update once and sends it to all clients of the workspace at this node. */
final class LineBroadcaster implements PresenceBroadcaster {

  private final Map<String, List<Consumer<String>>> clients = new ConcurrentHashMap<>();

  void add(String workspaceId, Consumer<String> client) {
    clients.computeIfAbsent(workspaceId, id -> new CopyOnWriteArrayList<>()).add(client);
  }

  @Override
  public void broadcast(PresenceUpdate update) {
    List<Consumer<String>> receivers = clients.getOrDefault(update.workspaceId(), List.of());
    update.changes().stream()
        .map(change -> change.userId() + " " + change.presence().status().wireName())
        .forEach(line -> receivers.forEach(client -> client.accept(line)));
  }
}
