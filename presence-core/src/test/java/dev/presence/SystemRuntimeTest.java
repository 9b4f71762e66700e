package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemRuntimeTest {

  @Test
  void anUrgentTaskWaitsForNoOtherTask() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch probed = new CountDownLatch(1);
    try (SystemRuntime runtime = new SystemRuntime(null)) {
      for (int i = 0; i < 100; i++) {
        runtime.execute(() -> awaitQuietly(release));
      }
      runtime.scheduleUrgent(Duration.ofMillis(1), probed::countDown);
      assertThat(probed.await(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
    }
  }

  @Test
  void callbacksThatBlockTakeABoundedNumberOfThreads() {
    CountDownLatch release = new CountDownLatch(1);
    try (SystemRuntime runtime = new SystemRuntime(null)) {
      long before = callbackThreads();
      for (int i = 0; i < 1_000; i++) {
        runtime.executeCallback(() -> awaitQuietly(release));
      }
      assertThat(callbackThreads() - before).isLessThanOrEqualTo(SystemRuntime.MOST_CALLBACKS);
      release.countDown();
    }
  }

  @Test
  void callbacksRunOnTheGivenExecutor() {
    List<Runnable> given = new ArrayList<>();
    try (SystemRuntime runtime = new SystemRuntime(given::add)) {
      runtime.executeCallback(() -> {});
    }
    assertThat(given).hasSize(1);
  }

  private static long callbackThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("presence-callback"))
        .count();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
