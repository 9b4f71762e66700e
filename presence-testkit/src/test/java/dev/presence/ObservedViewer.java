package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceStatus;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client that believes what it receives, and checks that each event fits what it knows. */
final class ObservedViewer implements PresenceBroadcaster {

  final List<PresenceEvent> events = new ArrayList<>();
  final Map<String, PresenceStatus> online = new HashMap<>();

  /** The last presence of each user that was received. */
  final Map<String, Presence> presences = new HashMap<>();

  final Viewer viewer;
  boolean reading = true;
  boolean stale;
  boolean partial;
  PresenceCounts counts = PresenceCounts.NONE;
  private boolean waitingForReader;
  private boolean started;
  private long version;

  ObservedViewer(Workspace workspace, ViewerOptions.Builder options) {
    viewer = workspace.join(this, options.build());
  }

  static ObservedViewer of(Workspace workspace, String userId) {
    return new ObservedViewer(workspace, ViewerOptions.of(userId));
  }

  @Override
  public void deliver(PresenceEvent event, List<Viewer> viewers) {
    assertThat(waitingForReader).as("the last event is not delivered yet").isFalse();
    events.add(event);
    see(event);
    if (reading) {
      viewers.forEach(Viewer::delivered);
    } else {
      waitingForReader = true;
    }
  }

  /** Reads again after a pause. */
  void read() {
    reading = true;
    if (waitingForReader) {
      waitingForReader = false;
      viewer.delivered();
    }
  }

  private void see(PresenceEvent event) {
    assertThat(started || event instanceof PresenceEvent.Snapshot).as("starts: " + event).isTrue();
    if (event instanceof PresenceEvent.Snapshot snapshot) {
      started = true;
      newer(snapshot.workspace().version());
      online.clear();
      presences.clear();
      snapshot.workspace().members().forEach(this::put);
      stale = snapshot.workspace().stale();
      partial = snapshot.partial();
      counts = snapshot.counts();
    } else if (event instanceof PresenceEvent.Update update) {
      newer(update.update().version());
      assertThat(update.update().changes()).isNotEmpty();
      update.update().changes().forEach(this::see);
    } else if (event instanceof PresenceEvent.Counts news) {
      assertThat(partial).isTrue();
      assertThat(news.counts()).isNotEqualTo(counts);
      counts = news.counts();
    } else if (event instanceof PresenceEvent.Stale news) {
      assertThat(news.stale()).isNotEqualTo(stale);
      stale = news.stale();
    } else if (event instanceof PresenceEvent.Result result) {
      result.users().forEach((user, it) -> put(user, it));
    }
  }

  private void newer(long next) {
    assertThat(next).isGreaterThan(version);
    version = next;
  }

  private void see(PresenceChange change) {
    PresenceStatus before = online.getOrDefault(change.userId(), PresenceStatus.OFFLINE);
    assertThat(change.before().status()).as(change + " fits").isEqualTo(before);
    put(change.userId(), change.presence());
  }

  private void put(String userId, Presence presence) {
    presences.put(userId, presence);
    if (presence.isOnline()) {
      online.put(userId, presence.status());
    } else {
      online.remove(userId);
    }
  }

  /** The statuses of these users as this client believes them. */
  Map<String, PresenceStatus> among(Set<String> userIds) {
    Map<String, PresenceStatus> found = new HashMap<>(online);
    found.keySet().retainAll(new HashSet<>(userIds));
    return found;
  }

  <T extends PresenceEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends PresenceEvent> T last(Class<T> kind) {
    List<T> all = all(kind);
    assertThat(all).as(kind.getSimpleName() + " in " + events).isNotEmpty();
    return all.get(all.size() - 1);
  }
}
