package dev.presence.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceTracker;
import dev.presence.memory.InMemoryPresenceStore;
import dev.presence.model.PresenceStatus;
import dev.presence.testkit.ManualProcess;
import dev.presence.testkit.ManualRuntime;
import dev.presence.testkit.RecordingListener;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example of docs/guides/testing.md with two nodes. */
class CrashExampleTest {

  @Test
  void usersOfACrashedNodeAreOfflineAfterTheLease() {
    ManualRuntime runtime = new ManualRuntime();
    ManualProcess first = runtime.process("first");
    ManualProcess second = runtime.process("second");
    InMemoryPresenceStore store = InMemoryPresenceStore.create(runtime);
    PresenceTracker one = PresenceTracker.builder().store(store).runtime(first).build();
    PresenceTracker two = PresenceTracker.builder().store(store.shared()).runtime(second).build();

    one.workspace("acme").connect("ada");
    RecordingListener bob = new RecordingListener();
    two.workspace("acme").subscribe(bob);
    runtime.advance(Duration.ofSeconds(1));
    assertThat(bob.statusOf("ada")).isEqualTo(PresenceStatus.ACTIVE);

    first.stop(); // crashes
    runtime.advance(Duration.ofSeconds(62));
    assertThat(bob.statusOf("ada")).isEqualTo(PresenceStatus.OFFLINE);
  }
}
