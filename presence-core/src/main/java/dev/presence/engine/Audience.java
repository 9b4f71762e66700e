package dev.presence.engine;

import dev.presence.engine.ViewerGroup.Key;
import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceUpdate;
import dev.presence.runtime.PresenceRuntime.Scheduled;
import dev.presence.transport.PresenceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The viewers of one workspace at this node, and which of them receives what. Viewers that are
 * ready share the events of an update; each other viewer is served when it is ready again, by
 * {@link NextEvent}. Confined to the owner.
 */
final class Audience {

  private final Node node;
  private final Mailbox mailbox;
  private final Roster roster;
  private final NextEvent nextEvent;
  private final Deliveries deliveries;
  private final Map<Key, ViewerGroup> groups = new LinkedHashMap<>();

  /** Who watches a user by name, whether or not it also watches everyone. */
  private final Map<String, Set<LocalViewer>> watchers = new HashMap<>();

  /** Who is ready, and waits for the next update. */
  private Set<LocalViewer> waiting = new LinkedHashSet<>();

  private @Nullable Scheduled alarm;
  private boolean open;

  /** Whether the last update said that absent users are unknown. */
  private boolean stale;

  Audience(Node node, Mailbox mailbox, Roster roster) {
    this.node = node;
    this.mailbox = mailbox;
    this.roster = roster;
    this.nextEvent = new NextEvent(roster, this);
    this.deliveries = new Deliveries(node.outlet());
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  void join(LocalViewer viewer) {
    addToGroup(viewer);
    viewer.named().forEach(user -> index(user, viewer));
    serve(viewer);
  }

  private void addToGroup(LocalViewer viewer) {
    ViewerGroup group =
        groups.computeIfAbsent(
            Key.of(viewer, roster), key -> new ViewerGroup(key, roster, node.ticks()));
    viewer.group = group;
    group.add(viewer);
  }

  private void removeFromGroup(LocalViewer viewer, ViewerGroup group) {
    viewer.group = null;
    group.remove(viewer);
    if (group.isEmpty()) {
      groups.remove(group.key());
    }
  }

  /** Finds the viewer's group again; in another one it starts again. */
  void regroup(LocalViewer viewer) {
    ViewerGroup group = viewer.group;
    if (group != null && !group.key().equals(Key.of(viewer, roster))) {
      removeFromGroup(viewer, group);
      addToGroup(viewer);
      viewer.restart();
      serve(viewer);
    }
  }

  /**
   * The user's own viewers see something new that others do not see, or the user has become visible
   * or invisible. That is not a part of an update: others must not notice, not even by its time.
   *
   * @param before what they saw before
   */
  void selfChanged(String userId, Presence before) {
    Presence self = roster.self(userId);
    Set<ViewerGroup> told = new HashSet<>();
    for (LocalViewer viewer : List.copyOf(watchers.getOrDefault(userId, Set.of()))) {
      ViewerGroup group = groupOf(viewer);
      if (!userId.equals(viewer.userId())) {
        continue;
      }
      if (!group.key().equals(Key.of(viewer, roster))) {
        regroup(viewer);
      } else if (group.isChange(self, before)) {
        List<PresenceChange> change = List.of(PresenceChange.of(userId, self, before));
        if (told.add(group)) {
          group.takeSelf(change.get(0));
        }
        send(viewer, nextEvent.update(change), change);
      }
    }
  }

  void leave(LocalViewer viewer) {
    ViewerGroup group = viewer.group;
    if (group == null) {
      return;
    }
    viewer.named().forEach(user -> removeFromIndex(user, viewer));
    waiting.remove(viewer);
    removeFromGroup(viewer, group);
  }

  private void index(String userId, LocalViewer viewer) {
    watchers.computeIfAbsent(userId, id -> new HashSet<>(2)).add(viewer);
  }

  private void removeFromIndex(String userId, LocalViewer viewer) {
    watchers.computeIfPresent(
        userId,
        (id, viewers) -> {
          viewers.remove(viewer);
          return viewers.isEmpty() ? null : viewers;
        });
  }

  /** Changes what a viewer watches. */
  void setInterest(LocalViewer viewer, boolean everyone, Set<String> watched) {
    Set<String> before = viewer.named();
    groupOf(viewer).setEveryone(viewer, everyone);
    viewer.watched = watched;
    Set<String> after = viewer.named();
    difference(before, after).forEach(user -> removeFromIndex(user, viewer));
    difference(after, before).forEach(user -> index(user, viewer));
  }

  private static Set<String> difference(Set<String> of, Collection<String> without) {
    Set<String> difference = new HashSet<>(of);
    difference.removeAll(without);
    return difference;
  }

  ViewerGroup groupOf(LocalViewer viewer) {
    ViewerGroup group = viewer.group;
    if (group == null) {
      throw new IllegalStateException("a viewer that has not joined");
    }
    return group;
  }

  // ---------------------------------------------------------------- updates

  /** From now on viewers are served. */
  void open() {
    open = true;
  }

  /** Sends an update of the roster, and whatever waited for it. */
  void publish(PresenceUpdate update) {
    List<PresenceChange> changes = update.changes();
    Map<ViewerGroup, List<PresenceChange>> visible = new LinkedHashMap<>();
    groups.values().forEach(group -> visible.put(group, group.take(changes)));
    checkTimes();
    visible.forEach(this::sendToEveryone);
    sendByName(changes);
    if (stale != update.stale()) {
      stale = update.stale();
      groups.values().forEach(this::sendStale);
    }
    serveWaiting();
  }

  private void serveWaiting() {
    Set<LocalViewer> waited = waiting;
    waiting = new LinkedHashSet<>();
    waited.forEach(this::serve);
  }

  private void sendToEveryone(ViewerGroup group, List<PresenceChange> changes) {
    if (group.isPartial() || changes.isEmpty()) {
      return;
    }
    PresenceEvent.Update shared = nextEvent.update(changes);
    for (LocalViewer viewer : group.viewers()) {
      if (viewer.everyone) {
        send(viewer, shared, changes);
      }
    }
  }

  private void sendByName(List<PresenceChange> changes) {
    Map<LocalViewer, List<PresenceChange>> byViewer = new LinkedHashMap<>();
    for (PresenceChange change : changes) {
      for (LocalViewer viewer : watchers.getOrDefault(change.userId(), Set.of())) {
        ViewerGroup group = groupOf(viewer);
        if (group.isPartial(viewer) && group.seesChange(change)) {
          byViewer.computeIfAbsent(viewer, one -> new ArrayList<>(2)).add(change);
        }
      }
    }
    Map<List<PresenceChange>, PresenceEvent.Update> shared = new HashMap<>();
    byViewer.forEach(
        (viewer, part) -> send(viewer, shared.computeIfAbsent(part, nextEvent::update), part));
  }

  private void send(LocalViewer viewer, PresenceEvent.Update update, List<PresenceChange> changes) {
    if (viewer.isUpToDate() && viewer.takeTurn()) {
      viewer.version = update.update().version();
      deliveries.add(viewer, update);
    } else {
      viewer.merge(changes);
    }
  }

  private void sendStale(ViewerGroup group) {
    for (LocalViewer viewer : group.viewers()) {
      if (viewer.knowsStale != roster.publishedStale()) {
        serve(viewer);
      }
    }
  }

  // ---------------------------------------------------------------- single viewers

  /** Sends the next event, if there is one and the viewer is ready. */
  void serve(LocalViewer viewer) {
    if (viewer.isClosed() || viewer.group == null || !viewer.takeTurn()) {
      return;
    }
    PresenceEvent event = open ? nextEvent.of(viewer, groupOf(viewer)) : null;
    if (event != null) {
      viewer.expectMore();
      deliveries.add(viewer, event);
    } else {
      viewer.giveTurnBack();
      if (viewer.hasMore()) {
        waiting.add(viewer);
      }
    }
  }

  /**
   * The transport failed at this event: the viewer starts again with the next update. If it had
   * delivered the event before, its turn is not given back once more.
   */
  void restart(LocalViewer viewer, PresenceEvent event) {
    viewer.restart();
    if (isInFlight(viewer, event)) {
      viewer.giveTurnBack();
    }
    waiting.add(viewer);
  }

  @SuppressWarnings("ReferenceEquality") // another event may be equal
  private static boolean isInFlight(LocalViewer viewer, PresenceEvent event) {
    return viewer.inFlight == event;
  }

  // ---------------------------------------------------------------- what takes time

  private void alarm() {
    checkTimes();
    serveWaiting();
  }

  /** Finds who is to receive counts, or another kind of list, because it is time. */
  private void checkTimes() {
    long now = node.ticks();
    long next = Long.MAX_VALUE;
    for (ViewerGroup group : groups.values()) {
      if (group.switchIfDue(now)) {
        group.viewers().stream().filter(viewer -> viewer.everyone).forEach(this::startAgain);
      }
      if (group.sendCountsIfDue(now)) {
        group.viewers().stream().filter(group::isPartial).forEach(waiting::add);
      }
      next = Math.min(next, group.untilDue(now));
    }
    if (alarm != null) {
      alarm.cancel();
    }
    alarm = next == Long.MAX_VALUE ? null : node.later(next, mailbox, this::alarm);
  }

  private void startAgain(LocalViewer viewer) {
    viewer.restart();
    waiting.add(viewer);
  }

  /** Hands over what was sent since the last call. */
  void flush() {
    deliveries.flush();
  }

  /** Nobody is served any more. */
  void close() {
    open = false;
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
