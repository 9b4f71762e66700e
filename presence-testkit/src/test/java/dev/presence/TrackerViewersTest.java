package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Activity;
import dev.presence.model.Presence;
import dev.presence.model.PresenceCounts;
import dev.presence.model.PresenceStatus;
import dev.presence.model.StoreUnavailableException;
import dev.presence.transport.Interest;
import dev.presence.transport.PresenceBroadcaster;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.PresenceEvent.Reason;
import dev.presence.transport.Viewer;
import dev.presence.transport.ViewerOptions;
import dev.presence.transport.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M8, M10, U4, U5, U12, V4, V6, V7: what each viewer receives. */
class TrackerViewersTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode node = cluster.start("node");

  /** A viewer that has its first snapshot. */
  private ObservedViewer joined(String userId) {
    ObservedViewer viewer = ObservedViewer.of(node.acme(), userId);
    cluster.passSeconds(1);
    return viewer;
  }

  @Test
  void firstEventIsASnapshotThatShowsTheViewerToo() {
    node.connect("bob");
    PresenceConnection tab = node.acme().connect("ada");
    ObservedViewer ada = ObservedViewer.of(node.acme(), "ada");
    cluster.passMillis(300);
    assertThat(ada.events).hasSize(1);
    assertThat(ada.online).containsOnlyKeys("ada", "bob");
    assertThat(ada.counts).isEqualTo(PresenceCounts.of(2, 0));
    assertThat(ada.partial).isFalse();
    tab.setActivity(Activity.AWAY);
    cluster.passSeconds(1);
    assertThat(ada.online.get("ada")).isEqualTo(AWAY);
    assertThat(ada.all(PresenceEvent.Counts.class)).as("a full list counts itself").isEmpty();
  }

  @Test
  void viewersOfAMomentShareOneSnapshotAndOneUpdate() {
    List<PresenceEvent> calls = new ArrayList<>();
    List<Integer> receivers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      node.acme().connect("u" + i);
      node.acme()
          .join(
              (event, viewers) -> {},
              ViewerOptions.of("u" + i).build()); // a transport of its own shares nothing
    }
    PresenceBroadcaster shared =
        (event, viewers) -> {
          calls.add(event);
          receivers.add(viewers.size());
          viewers.forEach(Viewer::delivered);
        };
    for (int i = 0; i < 100; i++) {
      node.acme().join(shared, ViewerOptions.of("u" + i).build());
    }
    cluster.passSeconds(1);
    node.connect("late");
    cluster.passSeconds(1);
    assertThat(receivers).containsExactly(100, 100);
    assertThat(calls.get(0)).isInstanceOf(PresenceEvent.Snapshot.class);
    assertThat(calls.get(1)).isInstanceOf(PresenceEvent.Update.class);
  }

  @Test
  void changesForABusyViewerAreMerged() {
    ObservedViewer ada = joined("ada");
    ada.reading = false;
    node.connect("bob");
    cluster.passSeconds(1);
    PresenceConnection blink = node.connect("blink");
    cluster.passSeconds(1);
    blink.leave();
    node.acme().setAway("bob");
    node.connect("cleo");
    cluster.passSeconds(1);
    ada.read();
    cluster.passSeconds(1);
    assertThat(ada.all(PresenceEvent.Update.class)).hasSize(2);
    assertThat(ada.last(PresenceEvent.Update.class).update().changes())
        .extracting(change -> change.userId() + " " + change.presence().status())
        .containsExactlyInAnyOrder("bob AWAY", "cleo ACTIVE");
  }

  @Test
  void tooManyPendingUsersBecomeASnapshot() {
    ObservedViewer ada = new ObservedViewer(node.acme(), ViewerOptions.of("ada").pendingUsers(10));
    cluster.passSeconds(1);
    ada.reading = false;
    for (int i = 0; i < 30; i++) {
      node.connect("u" + i);
      cluster.passSeconds(1);
    }
    ada.read();
    cluster.passSeconds(1);
    assertThat(ada.events).last().isInstanceOf(PresenceEvent.Snapshot.class);
    assertThat(ada.online).hasSize(30);
  }

  @Test
  void watchedUsersOnlyAndCounts() {
    node.connect("bob");
    ObservedViewer ada =
        new ObservedViewer(
            node.acme(), ViewerOptions.of("ada").interest(Interest.users(Set.of("bob", "cleo"))));
    node.connect("ada");
    cluster.passSeconds(1);
    assertThat(ada.partial).isTrue();
    assertThat(ada.online).containsOnlyKeys("ada", "bob");
    node.connect("dan");
    cluster.passSeconds(1);
    assertThat(ada.online).containsOnlyKeys("ada", "bob");
    assertThat(ada.counts).isEqualTo(PresenceCounts.of(3, 0));
    node.connect("cleo");
    cluster.passSeconds(2);
    assertThat(ada.online).containsOnlyKeys("ada", "bob", "cleo");
    assertThat(ada.counts).isEqualTo(PresenceCounts.of(4, 0));
  }

  @Test
  void countsComeAtMostOncePerSecond() {
    ObservedViewer ada =
        new ObservedViewer(node.acme(), ViewerOptions.of("ada").interest(Interest.counts()));
    cluster.passSeconds(2);
    for (int i = 0; i < 100; i++) {
      node.connect("u" + i);
      cluster.passMillis(50);
    }
    cluster.passSeconds(1);
    assertThat(ada.counts.online()).isEqualTo(100);
    assertThat(ada.all(PresenceEvent.Counts.class)).hasSizeBetween(5, 7);
    assertThat(ada.all(PresenceEvent.Update.class)).isEmpty();
  }

  @Test
  void aLargeWorkspaceIsPartialAndBecomesFullAgain() {
    ObservedViewer ada = new ObservedViewer(node.acme(), ViewerOptions.of("ada").fullListLimit(10));
    node.connect("ada");
    cluster.passSeconds(1);
    List<PresenceConnection> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(node.connect("u" + i));
    }
    cluster.passSeconds(1);
    assertThat(ada.partial).isTrue();
    assertThat(ada.online).containsOnlyKeys("ada");
    assertThat(ada.counts.online()).isEqualTo(21);
    ada.viewer.watch(1, Set.of("u1", "u2"), Set.of());
    cluster.passSeconds(1);
    assertThat(ada.last(PresenceEvent.Result.class).users()).containsOnlyKeys("u1", "u2");
    many.subList(2, 20).forEach(PresenceConnection::leave);
    cluster.passSeconds(20);
    assertThat(ada.partial).isFalse();
    assertThat(ada.online).containsOnlyKeys("ada", "u0", "u1");
    assertThat(ada.all(PresenceEvent.Snapshot.class)).hasSize(3);
  }

  @Test
  void listsDoNotSwitchMoreThanOncePerTenSeconds() {
    ObservedViewer ada = new ObservedViewer(node.acme(), ViewerOptions.of("ada").fullListLimit(3));
    node.connect("ada");
    cluster.passSeconds(1);
    for (int i = 0; i < 60; i++) {
      List<PresenceConnection> many = new ArrayList<>();
      for (int user = 0; user < 5; user++) {
        many.add(node.connect("u" + user));
      }
      cluster.passMillis(500);
      many.forEach(PresenceConnection::leave);
      cluster.passMillis(500);
    }
    assertThat(ada.all(PresenceEvent.Snapshot.class)).hasSizeBetween(2, 8);
    cluster.passSeconds(20);
    assertThat(ada.partial).isFalse();
    assertThat(ada.online).containsOnlyKeys("ada");
  }

  @Test
  void answersContainEachRequestedUserOnce() {
    ObservedViewer ada = joined("ada");
    node.connect("bob");
    ada.viewer.get(7, new TreeSet<>(Set.of("bob", "nobody")));
    cluster.passSeconds(1);
    PresenceEvent.Result result = ada.last(PresenceEvent.Result.class);
    assertThat(result.ref()).isEqualTo(7);
    assertThat(result.users().get("bob").status()).isEqualTo(ACTIVE);
    assertThat(result.users().get("nobody")).isEqualTo(Presence.OFFLINE);
  }

  @Test
  void anAnswerIsNeverOlderThanWhatWasDoneBeforeTheRequest() {
    ObservedViewer ada = joined("ada");
    node.connect("x"); // opens a window
    node.connect("bob");
    ada.viewer.get(1, Set.of("bob"));
    cluster.settle();
    assertThat(ada.all(PresenceEvent.Result.class)).as("waits for the update").isEmpty();
    cluster.passMillis(300);
    assertThat(ada.last(PresenceEvent.Result.class).users().get("bob").status()).isEqualTo(ACTIVE);
    assertThat(ada.events).last().isInstanceOf(PresenceEvent.Result.class);
  }

  @Test
  void watchIsAnsweredWithTheNewlyWatched() {
    ObservedViewer ada =
        new ObservedViewer(node.acme(), ViewerOptions.of("ada").interest(Interest.counts()));
    node.connect("bob");
    ada.viewer.watch(1, Interest.users(Set.of("bob")));
    ada.viewer.watch(2, Interest.users(Set.of("bob", "cleo")));
    ada.viewer.watch(3, Set.of("cleo", "dan"), Set.of("bob"));
    ada.viewer.watch(4, Interest.everyone());
    cluster.passSeconds(1);
    List<PresenceEvent.Result> results = ada.all(PresenceEvent.Result.class);
    assertThat(results.get(0).users()).containsOnlyKeys("bob");
    assertThat(results.get(1).users()).containsOnlyKeys("cleo");
    assertThat(results.get(2).users()).containsOnlyKeys("dan");
    assertThat(ada.last(PresenceEvent.Snapshot.class).ref()).isEqualTo(4);
    assertThat(ada.partial).isFalse();
  }

  @Test
  void tooManyWatchedUsersAreRefused() {
    ObservedViewer ada =
        new ObservedViewer(
            node.acme(), ViewerOptions.of("ada").interest(Interest.counts()).watchLimit(2));
    ada.viewer.watch(1, Set.of("a", "b"), Set.of());
    ada.viewer.watch(2, Set.of("c"), Set.of());
    ada.viewer.watch(3, Set.of("c"), Set.of("b"));
    cluster.passSeconds(1);
    assertThat(ada.all(PresenceEvent.Refused.class))
        .containsExactly(new PresenceEvent.Refused(2, Reason.TOO_MANY_WATCHED));
    assertThat(ada.last(PresenceEvent.Result.class).ref()).isEqualTo(3);
  }

  @Test
  void absentUsersAreUnknownWhileTheStoreIsSilent() {
    ObservedViewer ada = joined("ada");
    node.connect("ada");
    node.door.set(FaultyDoor.Way.SILENT);
    cluster.passSeconds(10);
    assertThat(ada.stale).isTrue();
    ada.viewer.get(1, Set.of("bob"));
    ada.viewer.get(2, Set.of("ada"));
    cluster.passSeconds(1);
    assertThat(ada.last(PresenceEvent.Refused.class))
        .isEqualTo(new PresenceEvent.Refused(1, Reason.UNAVAILABLE));
    assertThat(ada.last(PresenceEvent.Result.class).ref()).isEqualTo(2);
    node.door.set(FaultyDoor.Way.OPEN);
    cluster.passSeconds(10);
    assertThat(ada.stale).isFalse();
  }

  @Test
  void pagesListEveryoneOnlineOnce() {
    ObservedViewer ada = joined("ada");
    for (int i = 0; i < 25; i++) {
      node.connect("u" + (char) ('a' + i));
    }
    cluster.passSeconds(1);
    List<String> listed = new ArrayList<>();
    String after = null;
    do {
      ada.viewer.list(1, after, 10);
      cluster.settle();
      PresenceEvent.Page page = ada.last(PresenceEvent.Page.class);
      listed.addAll(page.users().keySet());
      after = page.next();
    } while (after != null);
    assertThat(listed).hasSize(25).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void hiddenUsersLookLikeUsersWhoAreOffline() {
    ObservedViewer ada =
        new ObservedViewer(
            node.acme(), ViewerOptions.of("ada").visibility(Visibility.only(Set.of("bob"))));
    node.connect("ada");
    node.connect("bob");
    node.connect("eve");
    cluster.passSeconds(1);
    assertThat(ada.online).containsOnlyKeys("ada", "bob");
    assertThat(ada.last(PresenceEvent.Snapshot.class).counts().online()).isLessThan(3);
    ada.viewer.get(1, Set.of("eve"));
    ada.viewer.list(2, null, 100);
    cluster.passSeconds(1);
    assertThat(ada.last(PresenceEvent.Result.class).users().get("eve")).isEqualTo(Presence.OFFLINE);
    assertThat(ada.last(PresenceEvent.Page.class).users()).containsOnlyKeys("ada", "bob");
    int before = ada.events.size();
    node.acme().setAway("eve");
    cluster.passSeconds(1);
    assertThat(ada.events).hasSize(before);
  }

  @Test
  void aClosedViewerReceivesNothingMore() {
    ObservedViewer ada = joined("ada");
    ada.viewer.close();
    ada.viewer.close();
    int before = ada.events.size();
    node.connect("bob");
    cluster.passSeconds(60);
    assertThat(ada.events).hasSize(before);
    assertThat(node.tracker.node().openWorkspaces()).isEqualTo(1);
  }

  @Test
  void aTransportThatThrowsStartsAgainWithASnapshot() {
    List<PresenceEvent> received = new ArrayList<>();
    node.acme()
        .join(
            (event, viewers) -> {
              received.add(event);
              if (received.size() == 2) {
                throw new OnPurpose();
              }
              viewers.forEach(Viewer::delivered);
            },
            ViewerOptions.of("ada").build());
    cluster.passSeconds(1);
    node.connect("bob");
    cluster.passSeconds(1);
    node.connect("cleo");
    cluster.passSeconds(1);
    assertThat(received).hasSize(3);
    assertThat(((PresenceEvent.Snapshot) received.get(2)).workspace().members())
        .containsOnlyKeys("bob", "cleo");
  }

  @Test
  void aTransportThatThrowsAfterItDeliveredHasOneEventAtATime() {
    List<PresenceEvent> received = new ArrayList<>();
    Viewer viewer =
        node.acme()
            .join(
                (event, viewers) -> {
                  received.add(event);
                  if (received.size() == 2) {
                    viewers.forEach(Viewer::delivered);
                    throw new OnPurpose();
                  }
                },
                ViewerOptions.of("ada").build());
    cluster.passSeconds(1);
    viewer.delivered();
    node.connect("bob"); // delivered, and then the transport throws
    node.connect("cleo");
    cluster.passSeconds(1);
    node.connect("dan");
    cluster.passSeconds(1);
    assertThat(received).hasSize(3);
    assertThat(received.get(2)).isInstanceOf(PresenceEvent.Snapshot.class);
  }

  @Test
  void aViewAnswersAtOnceFromMemory() {
    PresenceView view = node.acme().open();
    cluster.passSeconds(1);
    assertThat(view.ready()).isCompleted();
    node.connect("ada");
    assertThat(view.status("ada")).isEqualTo(ACTIVE);
    assertThat(view.status("nobody")).isEqualTo(OFFLINE);
    node.acme().setAway("ada");
    cluster.settle();
    assertThat(view.counts()).isEqualTo(PresenceCounts.of(1, 1));
    assertThat(view.online()).containsOnlyKeys("ada");
    node.door.set(FaultyDoor.Way.SILENT);
    cluster.passSeconds(10);
    assertThat(view.status("ada")).isEqualTo(AWAY);
    assertThatThrownBy(() -> view.status("nobody"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("nobody");
    view.close();
    assertThat(view.isStale()).isTrue();
  }

  /** Whatever viewers ask for, and however slowly they read, they end with the truth. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyViewerEndsWithTheTruth(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ClusterNode other = cluster.start("other");
    Map<ObservedViewer, Set<String>> named = new LinkedHashMap<>();
    Map<ObservedViewer, Boolean> everyone = new LinkedHashMap<>();
    List<PresenceConnection> tabs = new ArrayList<>();
    for (int step = 0; step < 600; step++) {
      String user = "u" + random.nextInt(12);
      ClusterNode at = random.nextBoolean() ? node : other;
      List<ObservedViewer> viewers = List.copyOf(named.keySet());
      ObservedViewer one = viewers.isEmpty() ? null : viewers.get(random.nextInt(viewers.size()));
      switch (random.nextInt(12)) {
        case 0, 1 -> tabs.add(at.acme().connect(user));
        case 2, 3 -> {
          if (!tabs.isEmpty()) {
            tabs.remove(random.nextInt(tabs.size())).leave();
          }
        }
        case 4 -> at.acme().setAway(user);
        case 5 -> at.acme().setActive(user);
        case 6 -> {
          if (viewers.size() < 12) {
            boolean all = random.nextBoolean();
            ViewerOptions.Builder options =
                ViewerOptions.of(user)
                    .fullListLimit(random.nextBoolean() ? 6 : 100)
                    .pendingUsers(3)
                    .interest(all ? Interest.everyone() : Interest.counts());
            ObservedViewer viewer = new ObservedViewer(node.acme(), options);
            named.put(viewer, new TreeSet<>(Set.of(user)));
            everyone.put(viewer, all);
          }
        }
        case 7 -> {
          if (one != null) {
            one.reading = false;
          }
        }
        case 8 -> {
          if (one != null) {
            one.read();
          }
        }
        case 9 -> {
          if (one != null) {
            one.viewer.watch(step, Set.of(user), Set.of());
            named.get(one).add(user);
          }
        }
        case 10 -> {
          if (one != null) {
            one.viewer.get(step, new TreeSet<>(List.of(user, "u0")));
            one.viewer.list(step, null, 3);
          }
        }
        default -> {
          if (one != null && random.nextBoolean()) {
            boolean all = random.nextBoolean();
            one.viewer.watch(step, all ? Interest.everyone() : Interest.users(Set.of(user)));
            named.put(one, new TreeSet<>(Set.of(one.viewer.userId())));
            if (!all) {
              named.get(one).add(user);
            }
            everyone.put(one, all);
          }
        }
      }
      cluster.passMillis(random.nextInt(60));
    }
    named.keySet().forEach(ObservedViewer::read);
    cluster.passSeconds(30);
    Map<String, Presence> truth = node.await(node.acme().snapshot()).members();
    named.forEach(
        (viewer, users) -> {
          boolean full = everyone.get(viewer) && !viewer.partial;
          Set<String> known = full ? truth.keySet() : users;
          Map<String, PresenceStatus> expected = new LinkedHashMap<>();
          truth.forEach(
              (user, presence) -> {
                if (known.contains(user)) {
                  expected.put(user, presence.status());
                }
              });
          assertThat(full ? viewer.online : viewer.among(users)).isEqualTo(expected);
          if (viewer.partial) {
            assertThat(viewer.counts.online()).isEqualTo(truth.size());
          }
        });
  }
}
