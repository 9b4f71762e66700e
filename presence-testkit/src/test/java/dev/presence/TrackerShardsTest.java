package dev.presence;

import static dev.presence.model.PresenceStatus.ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.FaultyDoor.Way;
import dev.presence.memory.internal.MemoryHub;
import dev.presence.memory.internal.MemoryState;
import dev.presence.model.PresenceHealth;
import dev.presence.model.PresenceStatus;
import dev.presence.spi.StoreUnavailableException;
import dev.presence.testkit.ManualRuntime;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A store of several shards, such as the masters of a cluster, of which some fail. */
class TrackerShardsTest {

  private final ManualRuntime runtime = new ManualRuntime(7);
  private final Map<String, MemoryHub> hubs = Map.of("m1", hub(), "m2", hub(), "m3", hub());
  private final List<TwoShards> stores = new ArrayList<>();
  private final PresenceTracker here = tracker("here");
  private final PresenceTracker there = tracker("there");

  @Test
  void aDeadShardLeavesTheWorkspacesOfTheOthersAlone() {
    here.workspace("one").connect("ada");
    here.workspace("two").connect("ada");
    RecordingListener one = listen(there, "one");
    RecordingListener two = listen(there, "two");
    setAll("m1", Way.REFUSED);
    pass(200);
    here.workspace("two").connect("bob");
    pass(1);
    assertThat(two.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(two.historyOf("bob")).containsExactly(ACTIVE);
    assertThat(two.isStale()).isFalse();
    assertThat(one.isStale()).isTrue();
    assertThat(one.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(statusOf(tracker("late"), "two", "ada")).isEqualTo(ACTIVE);
    assertThat(there.health().isConnected()).isFalse();
    assertThat(there.health().staleWorkspaces()).isEqualTo(1);
    assertThat(there.health().shards())
        .extracting(PresenceHealth.Shard::id, PresenceHealth.Shard::isConnected)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("m1", false),
            org.assertj.core.groups.Tuple.tuple("m2", true));
    setAll("m1", Way.OPEN);
    pass(3);
    assertThat(one.isStale()).isFalse();
    assertThat(one.historyOf("ada")).containsExactly(ACTIVE);
  }

  @Test
  void aReadOfASilentShardIsUnavailableAndNeverOffline() {
    here.workspace("one").connect("ada");
    pass(1);
    PresenceTracker reader = tracker("reader");
    setAll("m1", Way.REFUSED);
    pass(2);
    CompletableFuture<PresenceStatus> status = reader.workspace("one").getStatus("ada");
    pass(3);
    assertThatThrownBy(status::join).hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aReadJustAfterAnOutageIsUnavailableUntilNodesHaveWrittenAgain() {
    here.workspace("one").connect("ada");
    PresenceTracker reader = tracker("reader");
    pass(1);
    setAll("m1", Way.REFUSED);
    pass(2);
    hubs.get("m1").with(state -> clear(state));
    setAll("m1", Way.OPEN);
    pass(1);
    CompletableFuture<PresenceStatus> status = reader.workspace("one").getStatus("ada");
    pass(2);
    assertThatThrownBy(status::join).hasCauseInstanceOf(StoreUnavailableException.class);
    pass(6);
    assertThat(statusOf(reader, "one", "ada")).isEqualTo(ACTIVE);
  }

  @Test
  void aWorkspaceFollowsWhenAReplicaTakesOver() {
    here.workspace("one").connect("ada");
    here.workspace("one").setAway("cid");
    RecordingListener one = listen(there, "one");
    setAll("m1", Way.SILENT);
    pass(20);
    hubs.get("m3").with(state -> restore(state, hubs.get("m1")));
    stores.forEach(
        store -> {
          store.add("m3", door("m3"));
          store.move("one", "m3");
          store.remove("m1");
        });
    pass(5);
    assertThat(one.isStale()).isFalse();
    assertThat(there.health().isConnected()).isTrue();
    assertThat(there.health().shards()).hasSize(2);
    pass(200);
    assertThat(one.historyOf("ada")).containsExactly(ACTIVE);
    assertThat(statusOf(tracker("late", "m3"), "one", "ada")).isEqualTo(ACTIVE);
  }

  private MemoryHub hub() {
    return new MemoryHub(new MemoryState(), runtime::wallMillis, runtime::execute);
  }

  private static MemoryState clear(MemoryState state) {
    state.clear();
    return state;
  }

  private static MemoryState restore(MemoryState state, MemoryHub from) {
    state.restore(from.with(MemoryState::copy));
    return state;
  }

  private FaultyDoor door(String shard) {
    return new FaultyDoor(hubs.get(shard).open(), runtime);
  }

  private PresenceTracker tracker(String name) {
    return tracker(name, "m1");
  }

  /** A node that finds the workspace "one" in this shard, and all others in the second. */
  private PresenceTracker tracker(String name, String shardOfOne) {
    TwoShards store = new TwoShards();
    store.add(shardOfOne, door(shardOfOne));
    store.add("m2", door("m2"));
    store.move("one", shardOfOne);
    store.move("two", "m2");
    stores.add(store);
    PresenceTracker tracker =
        PresenceTracker.builder().store(store).runtime(runtime.process(name)).build();
    pass(1);
    return tracker;
  }

  private RecordingListener listen(PresenceTracker tracker, String workspace) {
    RecordingListener listener = new RecordingListener();
    tracker.workspace(workspace).subscribe(listener);
    pass(1);
    return listener;
  }

  private PresenceStatus statusOf(PresenceTracker tracker, String workspace, String user) {
    CompletableFuture<PresenceStatus> status = tracker.workspace(workspace).getStatus(user);
    runtime.runUntilIdle();
    assertThat(status).isDone();
    return status.join();
  }

  private void setAll(String shard, Way way) {
    stores.forEach(store -> store.door(shard).set(way));
  }

  private void pass(long seconds) {
    runtime.advance(Duration.ofSeconds(seconds));
  }
}
