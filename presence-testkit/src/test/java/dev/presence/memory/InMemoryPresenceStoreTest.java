package dev.presence.memory;

import dev.presence.memory.internal.MemoryState;
import dev.presence.store.PresenceStore;
import dev.presence.testkit.PresenceStoreContract;
import java.util.function.Consumer;

/** The contract on real threads and the real clock. */
class InMemoryPresenceStoreTest extends PresenceStoreContract {

  private final InMemoryPresenceStore first = InMemoryPresenceStore.create();

  @Override
  protected PresenceStore open() {
    return first.shared();
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
