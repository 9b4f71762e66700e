package dev.presence.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.benchmarks.Bench;
import dev.presence.benchmarks.load.JavaProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run of {@code bin/bench soak}. */
class SoakTest {

  private static final int HEAP = 1_024;

  @Test
  void noSocketIsDroppedAndEveryClientKnowsTheTruth() throws Exception {
    List<String> arguments =
        List.of("soak", "--sockets", "1000", "--members", "5000", "--minutes", "1");
    Process run = JavaProcess.of(HEAP, Bench.class, arguments).redirectErrorStream(true).start();
    String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(output).isZero();
  }

  @Test
  void aClientKnowsWhatTheFramesSay() {
    Watched watched = new Watched(1, 3, 3);
    assertThat(watched.text()).isEqualTo("???");

    take(
        watched,
        "{\"type\":\"presence:result\",\"active\":[\"u0\",\"u2\"],\"offline\":[\"u1\"]}",
        false);
    assertThat(watched.text()).isEqualTo("aoa");

    take(watched, "{\"type\":\"presence:update\",\"away\":[\"u1\",\"u7\"]}", false);
    assertThat(watched.text()).isEqualTo("awa");

    take(
        watched,
        "{\"type\":\"presence:snapshot\",\"away\":[\"u2\"],\"counts\":{\"away\":1}}",
        true);
    assertThat(watched.text()).isEqualTo("oow");
  }

  private static void take(Watched watched, String frame, boolean isSnapshot) {
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    watched.take(bytes, 0, bytes.length, isSnapshot);
  }
}
