package dev.presence.guides;

import dev.presence.Workspace;
import dev.presence.model.Presence;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import java.util.List;
import java.util.function.Consumer;

/** Sends one line per status. Formats each event once, however many clients receive it. */
final class LineTransport implements PresenceBroadcaster {

  record Client(Consumer<String> lines) {}

  Viewer add(Workspace workspace, String userId, Consumer<String> lines) {
    return workspace.join(this, ViewerOptions.of(userId).attachment(new Client(lines)).build());
  }

  @Override
  public void deliver(PresenceEvent event, List<Viewer> viewers) {
    StringBuilder text = new StringBuilder();
    if (event instanceof PresenceEvent.Snapshot snapshot) {
      snapshot.workspace().members().forEach((userId, presence) -> line(text, userId, presence));
    } else if (event instanceof PresenceEvent.Update update) {
      update.update().changes().forEach(it -> line(text, it.userId(), it.presence()));
    }
    for (Viewer viewer : viewers) {
      if (viewer.attachment() instanceof Client client) {
        client.lines().accept(text.toString());
        viewer.delivered(); // the client takes the next event
      }
    }
  }

  private static void line(StringBuilder text, String userId, Presence presence) {
    text.append(userId).append(' ').append(presence.status().wireName()).append('\n');
  }
}
