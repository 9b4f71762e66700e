package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Presence;
import dev.presence.model.PresenceChange;
import dev.presence.model.PresenceObserver;
import dev.presence.model.PresenceStatus;
import dev.presence.model.PresenceUpdate;
import dev.presence.runtime.QueuedRuntime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanoutTest {

  private final QueuedRuntime runtime = new QueuedRuntime();
  private final Fanout fanout = new Fanout(runtime, PresenceObserver.NONE);
  private final List<String> told = new ArrayList<>();

  @Test
  void aListenerHearsItsOwnWorkspaceOnly() {
    Lane lane = new Lane(runtime::execute, update -> told.add(update.workspaceId()));
    lane.begin(() -> {}, "e", false);
    fanout.add("acme", lane);
    fanout.publish(update("acme", "e", 1));
    fanout.publish(update("other", "e", 1));
    runtime.run();
    assertThat(told).containsExactly("acme");
  }

  @Test
  void aListenerThatWasTakenOutHearsNothingMore() {
    Lane lane = new Lane(runtime::execute, update -> told.add(update.workspaceId()));
    fanout.add("acme", lane);
    assertThat(fanout.remove("acme", lane)).isTrue();
    assertThat(fanout.remove("acme", lane)).isFalse();
    fanout.publish(update("acme", "e", 1));
    runtime.run();
    assertThat(told).isEmpty();
  }

  @Test
  void everyBroadcasterHearsEveryWorkspaceUntilItEnds() {
    fanout.join(update -> told.add("a:" + update.workspaceId()));
    Subscription second = fanout.join(update -> told.add("b:" + update.workspaceId()));
    fanout.publish(update("acme", "e", 1));
    fanout.publish(update("other", "e", 1));
    runtime.run();
    assertThat(told).containsExactlyInAnyOrder("a:acme", "b:acme", "a:other", "b:other");
    second.close();
    second.close();
    fanout.publish(update("acme", "e", 2));
    runtime.run();
    assertThat(told).hasSize(5).endsWith("a:acme");
  }

  @Test
  void aBroadcasterThatHangsIsCalledForFewWorkspacesAtOnce() {
    fanout.join(
        update -> {
          told.add(update.workspaceId());
          runtime.run(); // other threads go on while this call lasts
        });
    for (int i = 0; i < 20; i++) {
      fanout.publish(update("w" + i, "e", 1));
    }
    assertThat(runtime.waiting()).isEqualTo(4);
  }

  @Test
  void aBroadcasterIsCalledForAWorkspaceOnceAtATimeAlsoWhenThatIsOpenedAgain() {
    fanout.join(
        update -> {
          told.add("begins " + update.epoch());
          if (update.epoch().equals("e1") && update.version() == 1) {
            fanout.publish(update("acme", "e1", 2));
            fanout.closed("acme");
            fanout.publish(update("acme", "e2", 1));
            runtime.run(); // other threads go on while this call lasts
          }
          told.add("ends " + update.epoch());
        });
    fanout.publish(update("acme", "e1", 1));
    runtime.run();
    assertThat(told).containsExactly("begins e1", "ends e1", "begins e2", "ends e2");
  }

  private static PresenceUpdate update(String workspaceId, String epoch, long version) {
    Presence active = Presence.of(PresenceStatus.ACTIVE, Instant.ofEpochMilli(version));
    PresenceChange change = PresenceChange.of("u" + version, active, PresenceStatus.OFFLINE);
    return PresenceUpdate.of(workspaceId, epoch, version, false, List.of(change));
  }
}
