package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.runtime.PresenceRuntime;
import dev.presence.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BoundedCallsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final ManualRuntime time = new ManualRuntime();
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> begun = new ArrayList<>();
  private final BoundedCalls calls = new BoundedCalls(new Threads(), 2, TIMEOUT);

  /** A runtime whose callbacks begin when the test says so. */
  private final class Threads implements PresenceRuntime {
    @Override
    public long wallMillis() {
      return time.wallMillis();
    }

    @Override
    public long ticks() {
      return time.ticks();
    }

    @Override
    public void execute(Runnable task) {
      time.execute(task);
    }

    @Override
    public void executeCallback(Runnable task) {
      threads.add(task);
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
      return time.schedule(delay, task);
    }

    @Override
    public RandomGenerator random() {
      return time.random();
    }
  }

  private void runAll() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  @Test
  void soManyRunAtOnceAndTheOthersFollowInOrder() {
    for (String name : List.of("a", "b", "c", "d")) {
      calls.execute(() -> begun.add(name));
    }
    assertThat(threads).hasSize(2);
    threads.remove().run();
    assertThat(threads).hasSize(2);
    runAll();
    assertThat(begun).containsExactly("a", "b", "c", "d");
  }

  @Test
  void taskThatHangsGivesItsPlaceAway() {
    calls.execute(this::hang);
    calls.execute(this::hang);
    calls.execute(() -> begun.add("c"));
    threads.remove().run();
    assertThat(begun).containsExactly("hung", "hung", "c");
  }

  /** What this thread would do while another one's time passes. */
  private void hang() {
    begun.add("hung");
    time.advance(TIMEOUT);
    runAll();
  }

  @Test
  void taskThatThrowsGivesItsPlaceAway() {
    for (int i = 0; i < 5; i++) {
      calls.execute(
          () -> {
            throw new IllegalStateException("by a test");
          });
    }
    calls.execute(() -> begun.add("last"));
    while (!threads.isEmpty()) {
      try {
        threads.remove().run();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("by a test");
      }
    }
    assertThat(begun).containsExactly("last");
  }

  @Test
  void taskThatIsGivenUpBeforeItBeganNeverBegins() {
    calls.execute(() -> begun.add("a"));
    calls.execute(() -> begun.add("b"));
    BoundedCalls.Call third = calls.begin(() -> begun.add("c"));
    calls.execute(() -> begun.add("d"));
    third.giveUp();
    third.giveUp();
    runAll();
    assertThat(begun).containsExactly("a", "b", "d");
  }
}
