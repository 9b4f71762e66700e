package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LimitedExecutorTest {

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private final LimitedExecutor executor = new LimitedExecutor(threads::add, 2);

  @Test
  void noMoreTasksThanTheLimitAreHandedOver() {
    for (String name : List.of("a", "b", "c", "d")) {
      executor.execute(() -> log.add(name));
    }
    assertThat(threads).hasSize(2);
    assertThat(log).isEmpty();
  }

  @Test
  void whatWaitsRunsInOrderAsPlacesBecomeFree() {
    for (String name : List.of("a", "b", "c", "d")) {
      executor.execute(() -> log.add(name));
    }
    threads.remove().run();
    assertThat(log).containsExactly("a", "b", "c", "d");
    threads.remove().run();
    assertThat(threads).isEmpty();
  }

  @Test
  void placesThatBecameFreeAreUsedAgain() {
    for (int round = 0; round < 3; round++) {
      executor.execute(() -> log.add("a"));
      executor.execute(() -> log.add("b"));
      assertThat(threads).hasSize(2);
      threads.remove().run();
      threads.remove().run();
    }
    assertThat(log).hasSize(6);
  }

  @Test
  void aTaskThatHangsHoldsOnePlace() {
    executor.execute(
        () -> {
          log.add("hangs");
          for (String name : List.of("b", "c")) {
            executor.execute(() -> log.add(name));
            threads.remove().run();
          }
          log.add("goes on");
        });
    threads.remove().run();
    assertThat(log).containsExactly("hangs", "b", "c", "goes on");
  }
}
