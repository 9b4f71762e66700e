package dev.presence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.PresenceTracker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A thousand users open the page of one workspace, with the default options. */
class ThousandSocketsTest {

  private static final int SOCKETS = 1_000;
  private static final int MOST_FRAMES = 30_000;
  private static final long SLOW_AFTER_MILLIS = 60_000;
  private static final long QUIET_MILLIS = 1_000;

  @Test
  void allWithinFiveSecondsEndWithTheWholeListInFewFrames() throws IOException {
    join(5_000);
  }

  @Test
  void allAtOnceEndWithTheWholeListInFewFrames() throws IOException {
    join(0);
  }

  private static void join(long overMillis) throws IOException {
    PresenceTracker tracker = PresenceTracker.builder().build();
    PresenceEndpoint endpoint =
        PresenceEndpoint.builder(tracker)
            .authenticator(
                handshake ->
                    CompletableFuture.completedFuture(
                        Admission.admitted(handshake.parameter("user").orElseThrow())))
            .build();
    try (tracker;
        JettyServer server = new JettyServer(endpoint, Duration.ZERO, Setup.USUAL);
        endpoint;
        Crowd crowd = new Crowd(server.port(), SOCKETS)) {
      long start = tracker.runtime().ticks();
      long begun = -1;
      while (crowd.complete() < SOCKETS && tracker.runtime().ticks() - start < SLOW_AFTER_MILLIS) {
        long now = tracker.runtime().ticks() - start;
        crowd.connect(now >= overMillis ? SOCKETS : SOCKETS * now / overMillis);
        crowd.poll(5);
        begun = begun < 0 && crowd.begun() == SOCKETS ? now : begun;
      }
      long complete = tracker.runtime().ticks() - start;
      while (tracker.runtime().ticks() - start < complete + QUIET_MILLIS) {
        crowd.poll(10); // whatever is still on its way
      }
      System.out.printf(
          "%,d sockets over %,d ms: the last joined after %,d ms, the last list was complete after"
              + " %,d ms; %,d frames, %.1f a client, %.1f MB%n",
          SOCKETS,
          overMillis,
          begun,
          complete,
          crowd.frames(),
          crowd.frames() / (double) SOCKETS,
          crowd.bytes() / 1e6);
      assertThat(crowd.complete()).isEqualTo(SOCKETS);
      assertThat(crowd.frames()).isLessThanOrEqualTo(MOST_FRAMES);
    }
  }
}
