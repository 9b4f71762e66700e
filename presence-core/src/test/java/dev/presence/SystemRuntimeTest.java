package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemRuntimeTest {

  @Test
  void anUrgentTaskWaitsForNoOtherTask() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch probed = new CountDownLatch(1);
    try (SystemRuntime runtime = new SystemRuntime()) {
      for (int i = 0; i < 100; i++) {
        runtime.execute(() -> awaitQuietly(release));
      }
      runtime.scheduleUrgent(Duration.ofMillis(1), probed::countDown);
      assertThat(probed.await(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
