package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.model.StoreUnavailableException;
import dev.presence.model.WorkspacePresence;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The races between the tracker's answers and its updates, each played by hand. */
class RoomTest {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final ManualRuntime runtime = new ManualRuntime();
  private final Questions tracker = new Questions();
  private final Room room = new Room("acme", tracker, runtime, TIMEOUT);
  private final FakePort port = new FakePort();
  private final Viewer ada = viewer("ada", port);

  /** Answers when it is told to. */
  private static final class Questions implements Room.Source {
    final Queue<CompletableFuture<WorkspacePresence>> snapshots = new ArrayDeque<>();
    final Queue<CompletableFuture<WorkspacePresence>> users = new ArrayDeque<>();

    @Override
    public CompletionStage<WorkspacePresence> snapshot() {
      snapshots.add(new CompletableFuture<>());
      return snapshots.peek();
    }

    @Override
    public CompletionStage<WorkspacePresence> snapshotOf(Collection<String> userIds) {
      users.add(new CompletableFuture<>());
      return users.peek();
    }
  }

  private static Viewer viewer(String userId, FakePort port) {
    Outbox.Listener listener =
        new Outbox.Listener() {
          @Override
          public void overflowed() {}

          @Override
          public void broken(Throwable failure) {}
        };
    return new Viewer(userId, new Outbox(port, EndpointLimits.defaults(), () -> 0, listener));
  }

  private static Map<String, Presence> active(String... users) {
    Map<String, Presence> members = new LinkedHashMap<>();
    for (String user : users) {
      members.put(user, presence(PresenceStatus.ACTIVE));
    }
    return members;
  }

  private static Presence presence(PresenceStatus status) {
    return status.isOnline() ? Presence.of(status, Instant.ofEpochMilli(1_000)) : Presence.OFFLINE;
  }

  private void answerSnapshot(String epoch, long version, String... users) {
    tracker
        .snapshots
        .remove()
        .complete(WorkspacePresence.of("acme", epoch, version, false, active(users)));
    runtime.runUntilIdle();
  }

  private void answerUsers(String epoch, long version, boolean stale, String... users) {
    tracker
        .users
        .remove()
        .complete(WorkspacePresence.of("acme", epoch, version, stale, active(users)));
    runtime.runUntilIdle();
  }

  private void update(String epoch, long version, String user, PresenceStatus status) {
    PresenceStatus before =
        status == PresenceStatus.OFFLINE ? PresenceStatus.ACTIVE : PresenceStatus.OFFLINE;
    room.update(
        PresenceUpdate.of(
            "acme",
            epoch,
            version,
            false,
            List.of(PresenceChange.of(user, presence(status), before))));
  }

  private void enter() {
    room.join(ada);
    answerUsers("e", 1, false, "ada");
    answerSnapshot("e", 1, "ada");
    assertThat(port.types()).containsExactly("snapshot");
  }

  @Test
  void snapshotWaitsUntilTheViewerWasTold() {
    room.join(ada);
    answerUsers("e", 1, false, "ada");
    answerSnapshot("e", 1, "bob");
    assertThat(port.sent).isEmpty();
    update("e", 2, "ada", PresenceStatus.ACTIVE);
    List<JsonNode> frames = port.frames();
    assertThat(frames).hasSize(1);
    assertThat(FrameLog.statusIn(frames.get(0), "ada")).isEqualTo("active");
    assertThat(FrameLog.statusIn(frames.get(0), "bob")).isEqualTo("active");
    assertThat(frames.get(0).path("version").intValue()).isEqualTo(2);
  }

  @Test
  void updateThatOvertookTheSnapshotIsAppliedAndAnOlderOneIsNot() {
    room.join(ada);
    update("e", 3, "bob", PresenceStatus.ACTIVE);
    update("e", 1, "cat", PresenceStatus.ACTIVE);
    answerUsers("e", 2, false, "ada");
    answerSnapshot("e", 2, "ada");
    JsonNode snapshot = port.frames().get(0);
    assertThat(snapshot.path("version").intValue()).isEqualTo(3);
    assertThat(FrameLog.statusIn(snapshot, "bob")).isEqualTo("active");
    assertThat(FrameLog.statusIn(snapshot, "cat")).isNull();
  }

  @Test
  void answerWaitsForTheUpdatesThatItContains() {
    enter();
    room.get(ada, 7, Set.of("bob"));
    answerUsers("e", 2, false, "bob");
    assertThat(port.sent).hasSize(1);
    update("e", 2, "bob", PresenceStatus.ACTIVE);
    assertThat(port.types()).containsExactly("update", "result");
  }

  @Test
  void answerThatTheUpdatesLeftBehindTellsTheNewerState() {
    enter();
    room.get(ada, 7, Set.of("bob"));
    update("e", 2, "bob", PresenceStatus.ACTIVE);
    answerUsers("e", 1, false);
    List<JsonNode> frames = port.frames();
    assertThat(FrameLog.statusIn(frames.get(0), "bob")).isEqualTo("active");
    assertThat(FrameLog.statusIn(frames.get(1), "bob")).isEqualTo("active");
  }

  @Test
  void stateThatWasTakenBackBeforeItWasToldIsNeverTold() {
    enter();
    room.get(ada, 7, Set.of("bob"));
    answerUsers("e", 1, false, "bob");
    assertThat(port.types()).isEmpty();
    runtime.advance(TIMEOUT);
    answerUsers("e", 1, false);
    assertThat(FrameLog.statusIn(port.frames().get(0), "bob")).isEqualTo("offline");
    assertThat(tracker.snapshots).isEmpty();
  }

  @Test
  void updateThatNeverComesIsFetched() {
    enter();
    room.get(ada, 7, Set.of("bob"));
    answerUsers("e", 5, false);
    runtime.advance(TIMEOUT);
    answerSnapshot("e", 5, "ada", "cat");
    answerUsers("e", 5, false);
    List<JsonNode> frames = port.frames();
    assertThat(FrameLog.statusIn(frames.get(0), "cat")).isEqualTo("active");
    assertThat(FrameLog.statusIn(frames.get(1), "bob")).isEqualTo("offline");
  }

  @Test
  void newEpochBeginsWithASnapshot() {
    enter();
    update("f", 1, "bob", PresenceStatus.ACTIVE);
    assertThat(port.types()).isEmpty();
    answerSnapshot("f", 1, "ada", "bob");
    JsonNode snapshot = port.frames().get(0);
    assertThat(snapshot.path("epoch").textValue()).isEqualTo("f");
    assertThat(snapshot.path("members")).hasSize(2);
    update("f", 2, "cat", PresenceStatus.ACTIVE);
    assertThat(port.types()).containsExactly("update");
  }

  @Test
  void lateUpdateOfAnEarlierEpochIsNotTold() {
    enter();
    update("d", 9, "bob", PresenceStatus.ACTIVE);
    answerSnapshot("e", 1, "ada");
    answerSnapshot("e", 1, "ada");
    assertThat(tracker.snapshots).isEmpty();
    assertThat(port.types()).isEmpty();
  }

  @Test
  void epochThatBeganDuringASnapshotIsFetchedToo() {
    room.join(ada);
    update("f", 1, "ada", PresenceStatus.ACTIVE);
    answerSnapshot("e", 1);
    answerSnapshot("f", 1, "ada");
    answerUsers("f", 1, false, "ada");
    assertThat(port.frames().get(0).path("epoch").textValue()).isEqualTo("f");
  }

  @Test
  void absentUserIsUnavailableWhileTheStoreIsLost() {
    enter();
    room.get(ada, 7, Set.of("ada", "bob"));
    answerUsers("e", 1, true, "ada");
    room.get(ada, 8, Set.of("ada"));
    answerUsers("e", 1, true, "ada");
    List<JsonNode> frames = port.frames();
    assertThat(frames.get(0).path("code").textValue()).isEqualTo("unavailable");
    assertThat(frames.get(0).path("ref").intValue()).isEqualTo(7);
    assertThat(FrameLog.statusIn(frames.get(1), "ada")).isEqualTo("active");
  }

  @Test
  void watchThatCouldNotBeAnsweredIsAnsweredWhenItIsRepeated() {
    enter();
    room.watch(ada, 7, Set.of("bob"));
    tracker.users.remove().completeExceptionally(new StoreUnavailableException("", null));
    runtime.runUntilIdle();
    assertThat(port.types()).containsExactly("error");
    room.watch(ada, 8, Set.of("bob"));
    answerUsers("e", 1, false);
    assertThat(FrameLog.statusIn(port.frames().get(0), "bob")).isEqualTo("offline");
  }

  @Test
  void viewerWhoLeftIsToldNothing() {
    room.join(ada);
    room.leave(ada);
    answerUsers("e", 1, false, "ada");
    answerSnapshot("e", 1, "ada");
    update("e", 2, "bob", PresenceStatus.ACTIVE);
    assertThat(port.sent).isEmpty();
    assertThat(runtime.pending()).isZero();
  }

  @Test
  void roomThatWasEmptyOnceStillAsksAgain() {
    room.join(ada);
    answerSnapshot("e", 1);
    answerUsers("e", 1, false, "ada");
    room.leave(ada);
    FakePort second = new FakePort();
    room.join(viewer("bob", second));
    answerUsers("e", 1, false, "bob");
    runtime.advance(TIMEOUT);
    update("e", 2, "bob", PresenceStatus.ACTIVE);
    assertThat(tracker.users).hasSize(1);
    assertThat(second.types()).containsExactly("snapshot");
  }
}
