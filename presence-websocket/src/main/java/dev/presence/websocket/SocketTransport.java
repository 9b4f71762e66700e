package dev.presence.websocket;

import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Carries events of workspaces to the sockets of an endpoint. */
record SocketTransport(Sockets sockets) implements PresenceBroadcaster {

  @Override
  public void deliver(PresenceEvent event, List<Viewer> viewers) {
    EventFrames frames = new EventFrames(event);
    for (Viewer viewer : viewers) {
      if (viewer.attachment() instanceof Conversation conversation) {
        conversation.event(event, frames, viewer);
      }
    }
  }

  @Override
  public CompletionStage<Void> drain() {
    return sockets.stop();
  }
}
