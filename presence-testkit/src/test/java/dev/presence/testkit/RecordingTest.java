package dev.presence.testkit;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static dev.presence.model.PresenceStatus.AWAY;
import static dev.presence.model.PresenceStatus.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.WorkspacePresence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordingTest {

  private final RecordingObserver observer = new RecordingObserver();
  private final RecordingListener listener = new RecordingListener();

  @Test
  void whatAMemberSeesIsTheSumOfTheUpdates() {
    observer.onUpdate(update("e", 1, change("ada", OFFLINE, ACTIVE)));
    observer.onUpdate(update("e", 2, change("ada", ACTIVE, AWAY), change("bob", OFFLINE, ACTIVE)));
    assertThat(observer.statusOf("w", "ada")).isEqualTo(AWAY);
    assertThat(observer.members("w")).containsOnlyKeys("ada", "bob");
    assertThat(observer.historyOf("w", "ada")).containsExactly(ACTIVE, AWAY);
    assertThat(observer.statusOf("other", "ada")).isEqualTo(OFFLINE);
  }

  @Test
  void aNewEpochStartsFromAnEmptyWorkspace() {
    observer.onUpdate(
        update("e", 7, change("ada", OFFLINE, ACTIVE), change("bob", OFFLINE, ACTIVE)));
    observer.onUpdate(update("f", 1, change("ada", OFFLINE, ACTIVE)));
    assertThat(observer.members("w")).containsOnlyKeys("ada");
    assertThat(observer.historyOf("w", "ada")).containsExactly(ACTIVE);
    assertThat(observer.historyOf("w", "bob")).containsExactly(ACTIVE, OFFLINE);
  }

  @Test
  void aVersionThatDoesNotGrowIsFound() {
    observer.onUpdate(update("e", 3, change("ada", OFFLINE, ACTIVE)));
    observer.onUpdate(update("e", 3, change("ada", ACTIVE, AWAY)));
    assertContradiction("version");
  }

  @Test
  void aPreviousStatusThatWasNotPublishedIsFound() {
    observer.onUpdate(update("e", 1, change("ada", OFFLINE, ACTIVE)));
    observer.onUpdate(update("e", 2, change("ada", OFFLINE, ACTIVE)));
    assertContradiction("ada was ACTIVE");
  }

  @Test
  void anUpdateThatChangesNothingIsFound() {
    observer.onUpdate(update("e", 1, change("ada", OFFLINE, ACTIVE)));
    observer.onUpdate(update("e", 2));
    assertContradiction("tells nothing");
  }

  @Test
  void aListenerContinuesFromItsSnapshot() {
    listener.onSnapshot(snapshot("e", 5, Map.of("ada", presence(AWAY))));
    listener.onUpdate(update("e", 6, change("ada", AWAY, ACTIVE)));
    assertThat(listener.statusOf("ada")).isEqualTo(ACTIVE);
    assertThat(listener.historyOf("ada")).containsExactly(AWAY, ACTIVE);
  }

  @Test
  void anUpdateThatTheSnapshotContainedIsFound() {
    listener.onSnapshot(snapshot("e", 5, Map.of()));
    listener.onUpdate(update("e", 5, change("ada", OFFLINE, ACTIVE)));
    assertThatExceptionOfType(AssertionError.class).isThrownBy(listener::members);
  }

  @Test
  void anUpdateBeforeTheSnapshotIsFound() {
    listener.onUpdate(update("e", 5, change("ada", OFFLINE, ACTIVE)));
    assertThatExceptionOfType(AssertionError.class).isThrownBy(listener::updates);
  }

  private void assertContradiction(String words) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(observer::updates)
        .withMessageContaining(words);
  }

  private static Presence presence(PresenceStatus status) {
    return status == OFFLINE ? Presence.OFFLINE : Presence.of(status, Instant.EPOCH);
  }

  private static PresenceChange change(String user, PresenceStatus before, PresenceStatus after) {
    return PresenceChange.of(user, presence(after), presence(before));
  }

  private static PresenceUpdate update(String epoch, long version, PresenceChange... changes) {
    return PresenceUpdate.of("w", epoch, version, false, List.of(changes));
  }

  private static WorkspacePresence snapshot(
      String epoch, long version, Map<String, Presence> members) {
    return WorkspacePresence.of("w", epoch, version, false, members);
  }
}
