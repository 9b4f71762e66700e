package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Activity;
import dev.presence.model.ManualStatus;
import dev.presence.model.Note;
import dev.presence.model.Presence;
import dev.presence.model.PresenceOptions;
import dev.presence.testkit.RecordingListener;
import dev.presence.transport.PresenceEvent;
import dev.presence.transport.ViewerOptions;
import dev.presence.transport.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** V1, V2 and V4: manual statuses with an end, notes, invisible users and who sees whom. */
class TrackerStatusesTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final ClusterNode there = cluster.start("there");

  private Instant in(int seconds) {
    return Instant.ofEpochMilli(cluster.runtime.wallMillis() + seconds * 1_000L);
  }

  private ObservedViewer viewer(ClusterNode node, String userId) {
    ObservedViewer viewer = ObservedViewer.of(node.acme(), userId);
    cluster.passSeconds(1);
    return viewer;
  }

  @Test
  void doNotDisturbIsAFlagBesideTheStatus() {
    ObservedViewer bob = viewer(there, "bob");
    PresenceConnection tab = here.connect("ada");
    here.acme().setStatus("ada", ManualStatus.doNotDisturb());
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").isDoNotDisturb()).isTrue();
    assertThat(bob.presences.get("ada").status()).isEqualTo(ACTIVE);
    tab.setActivity(Activity.AWAY);
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").isDoNotDisturb()).isTrue();
    assertThat(bob.presences.get("ada").status()).isEqualTo(AWAY);
    here.acme().setActive("ada");
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").isDoNotDisturb()).isFalse();
  }

  @Test
  void manualStatusEndsOnEachNodeAtTheSameTimeWithoutAWrite() {
    ObservedViewer bob = viewer(there, "bob");
    ObservedViewer eve = viewer(here, "eve");
    here.connect("ada");
    here.acme().setStatus("ada", ManualStatus.away().until(in(20)));
    cluster.passSeconds(1);
    assertThat(bob.online.get("ada")).isEqualTo(AWAY);
    here.door.set(FaultyDoor.Way.SILENT);
    there.door.set(FaultyDoor.Way.SILENT);
    cluster.passSeconds(18);
    assertThat(bob.online.get("ada")).isEqualTo(AWAY);
    cluster.passSeconds(2);
    assertThat(bob.online.get("ada")).isEqualTo(ACTIVE);
    assertThat(eve.online.get("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void laterActWins() {
    RecordingListener listener = there.listen();
    here.connect("ada");
    here.acme().setStatus("ada", ManualStatus.away());
    cluster.passSeconds(1);
    there.acme().setStatus("ada", ManualStatus.doNotDisturb());
    cluster.passSeconds(1);
    assertThat(listener.presenceOf("ada").isDoNotDisturb()).isTrue();
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void statusWhoseEndIsOverIsAutomatic() {
    here.connect("ada");
    here.acme().setStatus("ada", ManualStatus.away().until(in(-5)));
    cluster.passSeconds(1);
    assertThat(here.statusOf("ada")).isEqualTo(ACTIVE);
  }

  @Test
  void noteReachesEveryoneOnceAndEnds() {
    ObservedViewer bob = viewer(there, "bob");
    here.connect("ada");
    cluster.passSeconds(1);
    int before = bob.events.size();
    Note note = Note.of("In a meeting", "\uD83D\uDCC5").until(in(30));
    here.acme().setNote("ada", note);
    cluster.passSeconds(1);
    assertThat(bob.events).hasSize(before + 1);
    assertThat(bob.presences.get("ada").note()).isEqualTo(note);
    cluster.passSeconds(30);
    assertThat(bob.presences.get("ada").note()).isNull();
    assertThat(bob.events).hasSize(before + 2);
  }

  @Test
  void noteStaysWhileTheUserIsOffline() {
    ObservedViewer bob = viewer(there, "bob");
    PresenceConnection tab = here.connect("ada");
    here.acme().setNote("ada", Note.of("On holiday", ""));
    cluster.passSeconds(1);
    tab.leave();
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").status()).isEqualTo(OFFLINE);
    assertThat(bob.presences.get("ada").note()).isEqualTo(Note.of("On holiday", ""));
    Map<String, Presence> read = here.await(here.acme().getPresence(List.of("ada")));
    assertThat(read.get("ada").note()).isEqualTo(Note.of("On holiday", ""));
    here.acme().clearNote("ada");
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").note()).isNull();
  }

  @Test
  void invisibleUserLooksOfflineToOthersAndSeesItself() {
    ObservedViewer bob = viewer(there, "bob");
    PresenceConnection tab = here.connect("ada");
    ObservedViewer ada = viewer(here, "ada");
    here.acme().setStatus("ada", ManualStatus.invisible());
    cluster.passSeconds(1);
    assertThat(bob.online).doesNotContainKey("ada");
    assertThat(bob.presences.get("ada").isInvisible()).isFalse();
    assertThat(ada.online).containsEntry("ada", ACTIVE);
    assertThat(ada.presences.get("ada").isInvisible()).isTrue();
    int before = bob.events.size();
    tab.setActivity(Activity.AWAY);
    cluster.passSeconds(1);
    assertThat(ada.online).containsEntry("ada", AWAY);
    assertThat(ada.last(PresenceEvent.Update.class).update().changes()).hasSize(1);
    assertThat(bob.events).hasSize(before);
    assertThat(there.statusOf("ada")).isEqualTo(OFFLINE);
    here.acme().setActive("ada");
    cluster.passSeconds(1);
    assertThat(bob.online).containsEntry("ada", AWAY);
    assertThat(ada.online).containsEntry("ada", AWAY);
    assertThat(ada.presences.get("ada").isInvisible()).isFalse();
  }

  @Test
  void userWhoReconnectsInvisibleIsNeverShown() {
    ObservedViewer bob = viewer(there, "bob");
    PresenceConnection tab = here.connect("ada");
    here.acme().setStatus("ada", ManualStatus.invisible());
    cluster.passSeconds(1);
    tab.leave();
    cluster.passSeconds(60);
    int before = bob.events.size();
    there.connect("ada");
    ObservedViewer ada = viewer(there, "ada");
    assertThat(ada.presences.get("ada").isInvisible()).isTrue();
    assertThat(ada.counts.online()).isEqualTo(1);
    assertThat(bob.events).hasSize(before);
  }

  @Test
  void changedVisibilityCountsAtOnce() {
    here.connect("bob");
    here.connect("cleo");
    ObservedViewer ada =
        new ObservedViewer(
            here.acme(), ViewerOptions.of("ada").visibility(Visibility.only(Set.of("bob"))));
    cluster.passSeconds(1);
    assertThat(ada.online).containsOnlyKeys("bob");
    ada.viewer.setVisibility(Visibility.except(Set.of("bob")));
    cluster.passSeconds(1);
    assertThat(ada.online).containsOnlyKeys("cleo");
  }

  private static final PresenceOptions SEEN =
      PresenceOptions.builder().lastSeen(Duration.ofDays(1)).build();

  private static Instant minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES);
  }

  @Test
  void lastSeenIsKnownEverywhereAfterADeparture() {
    ClusterNode one = cluster.start("one", SEEN);
    ClusterNode two = cluster.start("two", SEEN);
    ObservedViewer bob = viewer(two, "bob");
    PresenceConnection tab = one.connect("ada");
    cluster.passSeconds(100);
    Instant left = in(0);
    tab.leave();
    cluster.passSeconds(1);
    bob.viewer.get(1, Set.of("ada"));
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").lastSeen()).isEqualTo(minute(left));
    Map<String, Presence> read = one.await(one.acme().getPresence(List.of("ada")));
    assertThat(read.get("ada").lastSeen()).isEqualTo(minute(left));
  }

  @Test
  void lastSeenIsKnownAfterACrash() {
    ClusterNode one = cluster.start("one", SEEN);
    ClusterNode two = cluster.start("two", SEEN);
    ObservedViewer bob = viewer(two, "bob");
    one.connect("ada");
    cluster.passSeconds(1);
    one.crash();
    cluster.passSeconds(90);
    assertThat(bob.presences.get("ada").status()).isEqualTo(OFFLINE);
    bob.viewer.get(1, Set.of("ada"));
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").lastSeen()).isNotNull();
  }

  @Test
  void lastSeenEndsAndIsForgottenOnRequest() {
    ClusterNode one = cluster.start("one", SEEN);
    ObservedViewer bob = viewer(one, "bob");
    one.connect("ada").leave();
    one.connect("cleo").leave();
    cluster.passSeconds(1);
    one.acme().forget("ada");
    cluster.passSeconds(1);
    bob.viewer.get(1, new TreeSet<>(List.of("ada", "cleo")));
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada")).isEqualTo(Presence.OFFLINE);
    assertThat(bob.presences.get("cleo").lastSeen()).isNotNull();
  }

  @Test
  void invisibleUserWasSeenWhenItBecameInvisible() {
    ClusterNode one = cluster.start("one", SEEN);
    ObservedViewer bob = viewer(one, "bob");
    PresenceConnection tab = one.connect("ada");
    cluster.passSeconds(1);
    Instant hidden = in(0);
    one.acme().setStatus("ada", ManualStatus.invisible());
    cluster.passSeconds(200);
    tab.leave();
    cluster.passSeconds(200);
    bob.viewer.get(1, Set.of("ada"));
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").lastSeen()).isEqualTo(minute(hidden));
  }

  @Test
  void explanationNamesConnectionsNodesAndTheManualStatus() {
    here.connect("ada");
    there.connect("ada").setActivity(Activity.AWAY);
    here.acme().setStatus("ada", ManualStatus.doNotDisturb().until(in(600)));
    cluster.passSeconds(1);
    String text = here.await(here.acme().explain("ada")).toString();
    assertThat(text)
        .contains("\"ada\"", "\"acme\"", "ACTIVE (do not disturb)")
        .contains("at this node")
        .contains("Node " + there.tracker.nodeId() + " states away")
        .contains("Manual status: DO_NOT_DISTURB", "ends in 9 min");
    assertThat(here.await(here.acme().explain("nobody")).toString())
        .contains("OFFLINE", "No node states a connection");
  }

  @Test
  void dataReachesViewersThatAskForItAndEndsWithItsTime() {
    ObservedViewer plain = viewer(there, "plain");
    ObservedViewer bob = new ObservedViewer(there.acme(), ViewerOptions.of("bob").data(true));
    PresenceConnection tab = here.connect("ada");
    PresenceConnection phone = here.connect("ada");
    cluster.passSeconds(1);
    int before = plain.events.size();
    tab.setData("{\"typing\":true}", in(10));
    phone.setData("{\"device\":\"phone\"}", null);
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").data())
        .containsExactly("{\"typing\":true}", "{\"device\":\"phone\"}");
    cluster.passSeconds(11);
    assertThat(bob.presences.get("ada").data()).containsExactly("{\"device\":\"phone\"}");
    phone.leave();
    cluster.passSeconds(1);
    assertThat(bob.presences.get("ada").data()).isEmpty();
    assertThat(plain.events).hasSize(before);
    assertThatThrownBy(() -> tab.setData("7", null)).hasMessageContaining("JSON object");
  }
}
