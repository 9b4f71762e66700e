package dev.presence.engine;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.PresenceEvent.Reason;
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
 * Decides what a viewer that is ready receives next: a snapshot that is due, changes that were
 * merged while it was busy, then the answer to its oldest request. Everything is as of the last
 * update, so a request about users who have changed since waits for the next one. Confined to the
 * owner.
 */
final class NextEvent {

  private final Roster roster;
  private final Audience audience;
  private long version;

  NextEvent(Roster roster, Audience audience) {
    this.roster = roster;
    this.audience = audience;
  }

  /** The next event; null if there is none, or none before the next update. */
  @Nullable PresenceEvent of(LocalViewer viewer, ViewerGroup group) {
    if (viewer.snapshotDue) {
      return snapshotIfKnown(viewer, group, null);
    }
    List<PresenceChange> changes = pendingChanges(viewer, group);
    if (!changes.isEmpty()) {
      PresenceEvent.Update update = update(changes);
      viewer.version = version;
      return update;
    }
    if (viewer.knowsStale != roster.publishedStale()) {
      viewer.knowsStale = roster.publishedStale();
      return new PresenceEvent.Stale(viewer.knowsStale);
    }
    ViewerRequest request = viewer.requests.peek();
    PresenceEvent answer = request == null ? null : answer(viewer, group, request);
    if (answer != null) {
      viewer.requests.remove();
      return answer;
    }
    return counts(viewer, group);
  }

  /** An update of these users, newer than all events before it. */
  PresenceEvent.Update update(List<PresenceChange> changes) {
    return new PresenceEvent.Update(
        PresenceUpdate.of(
            roster.workspaceId(), roster.epoch(), ++version, roster.publishedStale(), changes));
  }

  private List<PresenceChange> pendingChanges(LocalViewer viewer, ViewerGroup group) {
    List<PresenceChange> changes = new ArrayList<>();
    boolean partial = group.isPartial(viewer);
    Map<String, Presence> pending = viewer.takePending();
    pending.forEach(
        (user, known) -> {
          Presence now = group.presence(user, roster);
          if (group.isChange(now, known) && viewer.watches(user, partial)) {
            changes.add(PresenceChange.of(user, now, known));
          }
        });
    return changes;
  }

  private @Nullable PresenceEvent counts(LocalViewer viewer, ViewerGroup group) {
    if (!group.isPartial(viewer) || viewer.countsVersion >= group.sentVersion()) {
      return null;
    }
    viewer.countsVersion = group.sentVersion();
    PresenceEvent.Counts sent = group.sentCounts();
    if (sent.counts().equals(viewer.knownCounts)) {
      return null;
    }
    viewer.knownCounts = sent.counts();
    return sent;
  }

  // ---------------------------------------------------------------- snapshots

  /** A snapshot shows the viewer itself as it is now, so it waits for the update with that. */
  private PresenceEvent.@Nullable Snapshot snapshotIfKnown(
      LocalViewer viewer, ViewerGroup group, @Nullable Long ref) {
    if (isSelfUnpublished(viewer)) {
      return null;
    }
    PresenceEvent.Snapshot snapshot = snapshot(viewer, group, ref);
    viewer.snapshotDue = false;
    viewer.takePending();
    viewer.unanswered = Set.of();
    viewer.knowsStale = snapshot.workspace().stale();
    viewer.knownCounts = snapshot.counts();
    viewer.countsVersion = group.countsVersion();
    viewer.version = snapshot.workspace().version();
    return snapshot;
  }

  private boolean isSelfUnpublished(LocalViewer viewer) {
    String self = viewer.userId();
    return self != null && !roster.isInvisible(self) && roster.isUnpublished(self);
  }

  private PresenceEvent.Snapshot snapshot(
      LocalViewer viewer, ViewerGroup group, @Nullable Long ref) {
    if (group.isPartial(viewer)) {
      return snapshot(group, known(viewer.named(), group), true, ref);
    }
    PresenceEvent.Snapshot shared = group.shared();
    if (ref == null && shared != null && shared.workspace().version() > viewer.version) {
      return shared;
    }
    PresenceEvent.Snapshot made = snapshot(group, group.visible(roster), false, ref);
    if (ref == null) {
      group.share(made);
    }
    return made;
  }

  private PresenceEvent.Snapshot snapshot(
      ViewerGroup group, Map<String, Presence> members, boolean partial, @Nullable Long ref) {
    WorkspacePresence workspace =
        WorkspacePresence.of(
            roster.workspaceId(), roster.epoch(), ++version, roster.publishedStale(), members);
    return new PresenceEvent.Snapshot(workspace, group.counts(), partial, ref);
  }

  private Map<String, Presence> known(Collection<String> userIds, ViewerGroup group) {
    Map<String, Presence> online = new HashMap<>();
    for (String user : userIds) {
      Presence presence = group.presence(user, roster);
      if (presence.isOnline()) {
        online.put(user, presence);
      }
    }
    return online;
  }

  // ---------------------------------------------------------------- answers

  private @Nullable PresenceEvent answer(
      LocalViewer viewer, ViewerGroup group, ViewerRequest request) {
    if (request instanceof ViewerRequest.Get get) {
      return result(get.ref(), get.userIds(), group);
    } else if (request instanceof ViewerRequest.Watch watch) {
      return watch.interest().isEveryone()
          ? watchEveryone(viewer, group, watch.ref())
          : watchNamed(viewer, group, watch.ref(), watch.interest().userIds());
    } else if (request instanceof ViewerRequest.WatchMore more) {
      Set<String> watched = new LinkedHashSet<>(viewer.watched);
      watched.removeAll(more.remove());
      watched.addAll(more.add());
      return watch(viewer, group, more.ref(), viewer.everyone, watched, more.add());
    } else if (request instanceof ViewerRequest.Page page) {
      return page(group, page);
    }
    throw new IllegalStateException("unknown request " + request);
  }

  private @Nullable PresenceEvent watchEveryone(LocalViewer viewer, ViewerGroup group, long ref) {
    if (isSelfUnpublished(viewer)) {
      return null;
    }
    audience.setInterest(viewer, true, Set.of());
    return snapshotIfKnown(viewer, group, ref);
  }

  private @Nullable PresenceEvent watchNamed(
      LocalViewer viewer, ViewerGroup group, long ref, Set<String> userIds) {
    return watch(viewer, group, ref, false, userIds, userIds);
  }

  /**
   * Changes what is watched. The answer has the users among {@code named} that were not watched
   * before.
   */
  private @Nullable PresenceEvent watch(
      LocalViewer viewer,
      ViewerGroup group,
      long ref,
      boolean everyone,
      Set<String> watched,
      Set<String> named) {
    if (watched.size() > viewer.options().watchLimit()) {
      return new PresenceEvent.Refused(ref, Reason.TOO_MANY_WATCHED);
    }
    Set<String> news = new LinkedHashSet<>(named);
    news.removeIf(user -> viewer.watched.contains(user) && !viewer.unanswered.contains(user));
    PresenceEvent answer = result(ref, news, group);
    if (answer == null) {
      return null;
    }
    audience.setInterest(viewer, everyone, Set.copyOf(watched));
    Set<String> unanswered = new HashSet<>(viewer.unanswered);
    unanswered.retainAll(watched);
    if (answer instanceof PresenceEvent.Refused) {
      unanswered.addAll(news);
    } else {
      unanswered.removeAll(news);
    }
    viewer.unanswered = Set.copyOf(unanswered);
    return answer;
  }

  /** Null while users have changed since the last update. */
  private @Nullable PresenceEvent result(long ref, Set<String> userIds, ViewerGroup group) {
    Map<String, Presence> users = new LinkedHashMap<>();
    boolean known = true;
    for (String user : userIds) {
      if (group.sees(user) && roster.isUnpublished(user)) {
        return null;
      }
      Presence presence = group.presence(user, roster);
      users.put(user, presence);
      known = known && (presence.isOnline() || !roster.publishedStale());
    }
    return known
        ? new PresenceEvent.Result(ref, users)
        : new PresenceEvent.Refused(ref, Reason.UNAVAILABLE);
  }

  private @Nullable PresenceEvent page(ViewerGroup group, ViewerRequest.Page page) {
    if (roster.unpublished() > 0) {
      return null;
    }
    Map<String, Presence> users = new LinkedHashMap<>();
    String last = null;
    for (String user : roster.idsAfter(page.after())) {
      if (!group.sees(user)) {
        continue;
      }
      if (users.size() == page.limit()) {
        return new PresenceEvent.Page(page.ref(), users, last);
      }
      users.put(user, roster.published(user));
      last = user;
    }
    return new PresenceEvent.Page(page.ref(), users, null);
  }
}
