package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.presence.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;

/**
 * What a page shows whose link is cut, by a proxy between it and the demo, and what is seen of it.
 */
class LostLinkInBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static RunningDemo demo;
  private static TcpProxy proxy;
  private static Browser browser;

  private String window;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(6, 0);
    proxy = TcpProxy.to(demo.uri().getPort());
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    browser.close();
    proxy.close();
    demo.close();
  }

  @BeforeEach
  void rememberTheWindow() {
    window = browser.driver().getWindowHandle();
  }

  @AfterEach
  void mend() {
    proxy.mend();
  }

  @Test
  void aCutLinkIsSaidAtOnceAndUnknownAfterFiveSecondsAndNobodyIsEverOffline() {
    RunningDemo.Tab bob = comes("bob");
    RunningDemo.Tab carol = comes("carol");
    browser.open(address("ada"));
    browser.find(dotOf("carol", "active"));
    Timeline shown = Timeline.of(browser);
    proxy.cut();
    browser.find(".banner:not([hidden])");
    browser.find(dotOf("bob", "active"));
    carol.leave();
    RunningDemo.Tab mallory = comes("mallory");
    browser.find(dotOf("bob", "unknown"));
    browser.awaitText(".banner", "unknown");
    browser.awaitText("[data-dm=group-launch] .dm-count", "Unknown");
    browser.awaitText(".talk-status", "Unknown");
    assertThat(shown.whenFirst("bob", "unknown") - shown.whenFirst("banner", "shown"))
        .isBetween(4_900L, 8_000L);
    proxy.mend();
    browser.click(".banner-button");
    browser.find(dotOf("mallory", "active"));
    browser.find(".banner[hidden]");
    assertThat(shown.of("bob")).containsExactly("unknown", "active");
    assertThat(shown.of("carol")).containsExactly("unknown", "offline");
    assertThat(shown.of("mallory")).containsExactly("unknown", "active");
    bob.leave();
    mallory.leave();
  }

  @Test
  void afterAShortCutOnlyTrueDifferencesAreShown() {
    RunningDemo.Tab bob = comes("bob");
    RunningDemo.Tab carol = comes("carol");
    browser.open(address("u1"));
    browser.find(dotOf("carol", "active"));
    browser.find(dotOf("u1", "active"));
    Timeline shown = Timeline.of(browser);
    proxy.cut();
    browser.find(".banner:not([hidden])");
    carol.leave();
    proxy.mend();
    browser.click(".banner-button");
    browser.find(dotOf("carol", "offline"));
    browser.find(".banner[hidden]");
    Map<String, List<String>> byWho =
        shown.changes().stream()
            .collect(
                Collectors.groupingBy(
                    Timeline.Change::who,
                    Collectors.mapping(Timeline.Change::value, Collectors.toList())));
    assertThat(byWho.get("carol")).containsExactly("offline");
    assertThat(byWho).containsOnlyKeys("carol", "banner");
    bob.leave();
  }

  @Test
  void aHiddenTabThatComesBackStaysAway() {
    RunningDemo.Tab eve = comes("eve");
    browser.open(address("u2")).find(dotOf("u2", "active"));
    browser.script(
        "localStorage.links = '';"
            + "document.querySelector('presence-provider').client.subscribeConnection("
            + "({state}) => localStorage.links += `${state} ${document.visibilityState},`);");
    browser.openAnother(WindowType.TAB);
    browser.open("http://127.0.0.1:" + proxy.port() + "/healthz");
    await().atMost(PATIENCE).until(() -> lastOf(eve.updatesOf("u2")).equals("away"));
    proxy.dropConnections();
    await()
        .atMost(PATIENCE)
        .until(
            () -> browser.script("return localStorage.links").equals("lost hidden,open hidden,"));
    assertThat(demo.getAs("u6", "/api/workspaces/acme/presence?userId=u2").body())
        .isEqualTo("{\"u2\":\"away\"}");
    browser.closeFor(window);
    await().atMost(PATIENCE).until(() -> lastOf(eve.updatesOf("u2")).equals("active"));
    eve.leave();
  }

  @Test
  void ofTwoTabsOneMayCloseAlsoAfterTheGrace() {
    RunningDemo.Tab eve = comes("eve");
    browser.open(address("u3")).find(dotOf("u3", "active"));
    browser.openLink("/workspaces/acme?as=u3");
    browser.find(dotOf("u3", "active"));
    browser.closeFor(window);
    browser.openAnother(WindowType.TAB);
    // The tab that was closed had the focus: that all is away shows that it does not count any
    // more.
    await().atMost(PATIENCE).until(() -> lastOf(eve.updatesOf("u3")).equals("away"));
    assertThat(eve.updatesOf("u3")).doesNotContain("offline");
    browser.closeFor(window);
    eve.leave();
  }

  @Test
  void aClosedTabIsOfflineAfterTheGrace() {
    browser.open(address("u4")).find(dotOf("u4", "active"));
    browser.openLink("/workspaces/acme?as=u5");
    browser.find(dotOf("u5", "active"));
    browser.closeFor(window);
    browser.find(dotOf("u5", "offline"));
    browser.find(dotOf("u4", "active"));
  }

  private static String lastOf(List<String> told) {
    return told.isEmpty() ? "" : told.get(told.size() - 1);
  }

  private static String address(String userId) {
    return "http://127.0.0.1:" + proxy.port() + "/workspaces/acme?as=" + userId;
  }

  private static RunningDemo.Tab comes(String userId) {
    return demo.open("/presence/acme?token=" + demo.tokenOf(userId));
  }

  private static String dotOf(String userId, String status) {
    return "[data-member=" + userId + "] presence-indicator[data-status=" + status + "]";
  }
}
