package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.memory.internal.MemoryState;
import dev.presence.store.PresenceStore;
import dev.presence.testkit.ManualRuntime;
import dev.presence.testkit.PresenceStoreContract;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The contract on one thread, in a time that passes only when a test says so. */
class InMemoryPresenceStoreInManualTimeTest extends PresenceStoreContract {

  private final ManualRuntime runtime = new ManualRuntime();
  private final InMemoryPresenceStore first = InMemoryPresenceStore.create(runtime);

  @Override
  protected PresenceStore open() {
    return first.shared();
  }

  @Override
  protected void letPass(Duration time) {
    runtime.advance(time);
  }

  @Override
  protected void awaitUntil(BooleanSupplier condition) {
    runtime.runUntilIdle();
    assertThat(condition.getAsBoolean()).as("holds when nothing is left to do").isTrue();
  }

  @Override
  protected void loseRecord(String workspaceId, String nodeId) {
    lose(state -> state.loseRecord(workspaceId, nodeId));
  }

  @Override
  protected void losePartition(String workspaceId, String nodeId) {
    lose(state -> state.losePartition(workspaceId, nodeId));
  }

  @Override
  protected void loseRegisters(String workspaceId) {
    lose(state -> state.loseRegisters(workspaceId));
  }

  private void lose(Consumer<MemoryState> loss) {
    first
        .hub()
        .with(
            state -> {
              loss.accept(state);
              return state;
            });
  }
}
