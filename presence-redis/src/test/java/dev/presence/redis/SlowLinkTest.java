package dev.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slow and half-open links, in manual time. */
class SlowLinkTest {

  private final ScriptedWorld world = new ScriptedWorld(1, false, 1, 1);
  private final LinesJournal journal = new LinesJournal(world);
  private final LinesNode node = new LinesNode("node", world, journal);
  private final String workspace = world.workspaces.get(0);

  private void passSeconds(int seconds) {
    world.runtime.advance(Duration.ofSeconds(seconds));
  }

  private List<ScriptedWire> wires() {
    return List.copyOf(world.servers.get(0).wires);
  }

  @AfterEach
  void close() {
    node.close();
    passSeconds(1);
    assertThat(journal.violations).isEmpty();
    assertThat(node.openWires()).isZero();
  }

  @Test
  void withARoundTripOfThreeSecondsEverythingWorksAndNoConnectionIsDropped() {
    LinesNode.Feed feed = node.feed(workspace);
    node.subscribe(feed);
    passSeconds(1);
    List<ScriptedWire> before = wires();
    world.steadyMillis = 1_500;
    List<LinesNode.Call> calls = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      calls.add(node.write(workspace));
      passSeconds(1);
    }
    passSeconds(4);
    assertThat(calls).allMatch(LinesNode.Call::hasSucceeded);
    assertThat(feed.lastMessage).isEqualTo(world.lastMessage());
    assertThat(wires()).hasSize(2).isEqualTo(before);
  }

  @Test
  void halfOpenConnectionIsDroppedAfterThreeProbesAndItsCallsFail() {
    passSeconds(1);
    wires().forEach(ScriptedWire::becomeHalfOpen);
    LinesNode.Call call = node.write(workspace);
    passSeconds(3);
    assertThat(call.isDone()).isFalse();
    passSeconds(2);
    assertThat(call.answer())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailableException.class);
    passSeconds(1);
    LinesNode.Call next = node.write(workspace);
    passSeconds(1);
    assertThat(next.hasSucceeded()).isTrue();
  }

  @Test
  void sleepOfTheProcessDropsNoConnection() {
    passSeconds(3);
    List<ScriptedWire> before = wires();
    for (int i = 0; i < 10; i++) {
      node.process.pause();
      passSeconds(7);
      node.process.resume();
      passSeconds(2);
    }
    assertThat(wires()).isEqualTo(before);
  }

  @Test
  void firstCallsWaitForTwoSecondsAtMost() {
    world.servers.get(0).dials = ScriptedServer.Dials.NEVER_END;
    LinesNode early = new LinesNode("early", world, journal);
    LinesNode.Call call = early.write(workspace);
    passSeconds(1);
    assertThat(call.isDone()).isFalse();
    passSeconds(1);
    assertThat(call.isDone()).isTrue();
    world.servers.get(0).dials = ScriptedServer.Dials.CONNECT;
    passSeconds(11);
    LinesNode.Call next = early.write(workspace);
    passSeconds(1);
    assertThat(next.hasSucceeded()).isTrue();
    early.close();
  }
}
