package dev.presence.guides;

import dev.presence.model.Presence;
import dev.presence.model.PresenceListener;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.util.function.Consumer;

/** Sends one line per status to one client. */
final class LineListener implements PresenceListener {

  private final Consumer<String> client;

  LineListener(Consumer<String> client) {
    this.client = client;
  }

  @Override
  public void onSnapshot(WorkspacePresence workspace) {
    workspace.members().forEach(this::send);
  }

  @Override
  public void onUpdate(PresenceUpdate update) {
    update.changes().forEach(change -> send(change.userId(), change.presence()));
  }

  private void send(String userId, Presence presence) {
    client.accept(userId + " " + presence.status().wireName());
  }
}
