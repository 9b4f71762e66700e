package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.websocket.EndpointLimits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * U8: the browser stops all timers of a tab that is long in the background. Its person stays away
 * and does not go offline, because the browser itself answers the server's pings. Pings are as
 * close as to have time for five rounds and the grace while the tab is frozen.
 */
class FrozenTabInBrowserTest {

  private static final Duration PINGS = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration FROZEN = PINGS.multipliedBy(2).multipliedBy(5).plus(GRACE);

  private RunningDemo demo;
  private Browser ada;
  private Browser bob;

  @BeforeEach
  void start() throws Exception {
    EndpointLimits limits = EndpointLimits.builder().pingInterval(PINGS).pongTimeout(PINGS).build();
    demo = RunningDemo.with(0, 0, GRACE, limits);
    ada = new Browser();
    bob = new Browser();
  }

  @AfterEach
  void stop() {
    bob.close();
    ada.close();
    demo.close();
  }

  @Test
  void aTabWhoseTimersTheBrowserStopsStaysAway() {
    ada.open(demo, "/workspaces/acme?as=ada").find(dotOf("ada", "active"));
    Timeline seen = Timeline.of(ada);
    bob.open(demo, "/workspaces/acme?as=bob").find(dotOf("ada", "active"));
    ada.find(dotOf("bob", "active"));
    bob.script(
        "window.ticks = [performance.now()];"
            + " setInterval(() => ticks.push(performance.now()), 100);");
    String tab = bob.driver().getWindowHandle();
    // Not with the driver: to come back, it would bring this tab to the front for an instant.
    bob.script("window.open('about:blank')");
    ada.find(dotOf("bob", "away"));

    bob.driver().executeCdpCommand("Page.setWebLifecycleState", Map.of("state", "frozen"));
    await()
        .during(FROZEN)
        .atMost(FROZEN.plusSeconds(20))
        .untilAsserted(() -> assertThat(seen.of("bob")).containsExactly("active", "away"));

    bob.driver().executeCdpCommand("Page.setWebLifecycleState", Map.of("state", "active"));
    bob.closeOthers(tab);
    ada.find(dotOf("bob", "active"));
    assertThat(seen.of("bob")).containsExactly("active", "away", "active");
    Number pause =
        (Number) bob.script("return Math.max(...ticks.slice(1).map((it, i) => it - ticks[i]))");
    assertThat(pause.longValue())
        .as("the longest pause of a timer in the tab, in ms")
        .isGreaterThan(FROZEN.toMillis() * 9 / 10);
  }

  private static String dotOf(String userId, String status) {
    return "[data-member=" + userId + "] presence-indicator[data-status=" + status + "]";
  }
}
