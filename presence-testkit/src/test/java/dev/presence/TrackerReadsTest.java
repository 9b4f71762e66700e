package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Activity;
import dev.presence.model.Presence;
import dev.presence.model.StoreUnavailableException;
import dev.presence.model.WorkspacePresence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** M7 and M10: the status of one user, of many, and of everybody. */
class TrackerReadsTest {

  private final ManualCluster cluster = new ManualCluster();
  private final ClusterNode here = cluster.start("here");
  private final ClusterNode there = cluster.start("there");

  @Test
  void theStatusOfAUserIsTheSameFromTheViewAndFromTheStore() {
    here.connect("ada");
    here.acme().connect("bob", Activity.AWAY);
    assertThat(here.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(here.statusOf("bob")).isEqualTo(AWAY);
    assertThat(here.statusOf("nobody")).isEqualTo(OFFLINE);
    assertThat(there.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(there.statusOf("bob")).isEqualTo(AWAY);
    assertThat(there.statusOf("nobody")).isEqualTo(OFFLINE);
  }

  @Test
  void aReadFromTheStoreCountsTheConnectionsOfAllNodesAndWhatWasSetManually() {
    here.acme().connect("ada", Activity.AWAY);
    there.connect("ada");
    here.connect("bob");
    here.acme().setAway("bob");
    here.connect("cid");
    here.acme().setOffline("cid");
    cluster.passSeconds(1);
    ClusterNode third = cluster.start("third");
    assertThat(third.await(third.acme().getPresence(List.of("ada", "bob", "cid"))))
        .satisfies(
            found -> {
              assertThat(found.get("ada").status()).isEqualTo(ACTIVE);
              assertThat(found.get("bob").status()).isEqualTo(AWAY);
              assertThat(found.get("cid").status()).isEqualTo(OFFLINE);
            });
  }

  @Test
  void everyIdThatWasAskedForIsInTheAnswerInItsOrder() {
    here.connect("ada");
    Map<String, Presence> found =
        here.await(here.acme().getPresence(List.of("zoe", "ada", "zoe", "bob")));
    assertThat(found.keySet()).containsExactly("zoe", "ada", "bob");
    assertThat(found.get("zoe")).isEqualTo(Presence.OFFLINE);
    assertThat(there.await(there.acme().getPresence(List.of("b", "a"))).keySet())
        .containsExactly("b", "a");
  }

  @Test
  void askingForNobodyIsAnswered() {
    assertThat(here.await(here.acme().getPresence(List.of()))).isEmpty();
  }

  @Test
  void aReadSaysSinceWhen() {
    cluster.passSeconds(10);
    Instant connected = Instant.ofEpochMilli(cluster.runtime.wallMillis());
    here.connect("ada");
    cluster.passSeconds(10);
    here.connect("ada");
    assertThat(here.await(here.acme().getPresence(List.of("ada"))).get("ada").since())
        .isEqualTo(connected);
    assertThat(there.await(there.acme().getPresence(List.of("ada"))).get("ada").since())
        .isEqualTo(connected);
  }

  @Test
  void whatTheListOfIdsBecomesAfterTheCallIsNoConcernOfTheAnswer() {
    here.connect("ada");
    List<String> ids = new ArrayList<>(List.of("ada"));
    CompletableFuture<Map<String, Presence>> answer = there.acme().getPresence(ids);
    ids.set(0, "");
    assertThat(there.await(answer)).containsOnlyKeys("ada");
  }

  @Test
  void aReadOpensNoView() {
    here.connect("ada");
    int before = there.door.calls();
    there.statusOf("ada");
    assertThat(there.door.calls()).isEqualTo(before + 1);
    cluster.passSeconds(60);
    assertThat(there.door.calls()).isEqualTo(before + 1);
    assertThat(there.published.updates()).isEmpty();
  }

  @Test
  void aReadFromTheViewCallsNoStore() {
    here.connect("ada");
    cluster.passSeconds(1);
    int before = here.door.calls();
    here.statusOf("ada");
    here.statusOf("bob");
    assertThat(here.door.calls()).isEqualTo(before);
  }

  @Test
  void whatWasDoneHereIsReadHereAtOnce() {
    CompletableFuture<?> before = here.acme().getStatus("ada");
    here.acme().connect("ada");
    CompletableFuture<?> after = here.acme().getStatus("ada");
    here.acme().setAway("ada");
    CompletableFuture<?> atLast = here.acme().getStatus("ada");
    cluster.settle();
    assertThat(before.join()).isEqualTo(OFFLINE);
    assertThat(after.join()).isIn(ACTIVE, AWAY);
    assertThat(atLast.join()).isEqualTo(AWAY);
  }

  @Test
  void theSnapshotHoldsEveryoneWhoIsOnlineAnywhere() {
    here.connect("ada");
    there.acme().connect("bob", Activity.AWAY);
    cluster.passSeconds(1);
    ClusterNode third = cluster.start("third");
    CompletableFuture<WorkspacePresence> snapshot = third.acme().snapshot();
    WorkspacePresence found = third.await(snapshot);
    assertThat(found.members()).containsOnlyKeys("ada", "bob");
    assertThat(found.presenceOf("bob").status()).isEqualTo(AWAY);
    assertThat(found.presenceOf("nobody")).isEqualTo(Presence.OFFLINE);
    assertThat(found.stale()).isFalse();
    assertThat(found.workspaceId()).isEqualTo("acme");
  }

  @Test
  void theSnapshotIsInTheEpochAndAtTheVersionThatWasPublishedLast() {
    here.connect("ada");
    cluster.passSeconds(1);
    WorkspacePresence found = here.await(here.acme().snapshot());
    assertThat(here.published.updates())
        .last()
        .satisfies(
            update -> {
              assertThat(update.epoch()).isEqualTo(found.epoch());
              assertThat(update.version()).isEqualTo(found.version());
            });
  }

  @Test
  void aReadWithoutAViewFailsAtTheDeadlineWhenTheStoreIsSilent() {
    there.door.set(FaultyDoor.Way.SILENT);
    CompletableFuture<?> status = there.acme().getStatus("ada");
    cluster.passMillis(1_999);
    assertThat(status).isNotDone();
    cluster.passMillis(1);
    assertThat(status)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void whoIsAbsentFromAStaleViewIsUnknownAndNotOffline() {
    here.connect("ada");
    cluster.passSeconds(1);
    here.door.set(FaultyDoor.Way.SILENT);
    cluster.passSeconds(10);
    assertThat(here.statusOf("ada")).isEqualTo(ACTIVE);
    CompletableFuture<?> absent = here.acme().getStatus("bob");
    cluster.settle();
    assertThatThrownBy(absent::join)
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("bob")
        .hasMessageContaining("unknown");
    here.door.set(FaultyDoor.Way.OPEN);
    cluster.passSeconds(2);
    assertThat(here.statusOf("bob")).isEqualTo(OFFLINE);
  }

  @Test
  void whatIsNoIdIsRefusedAtTheCall() {
    assertThatThrownBy(() -> here.tracker.workspace(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> here.acme().connect("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> here.acme().setAway("a\n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> here.acme().setAway(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("userId is null");
    assertThatThrownBy(() -> here.acme().getPresence(List.of("ada", "")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
