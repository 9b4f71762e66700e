package dev.presence.sample;

import static org.awaitility.Awaitility.await;

import dev.presence.testkit.TcpProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A page to be looked at: people have come, looked away and left while it was open. */
final class Staged implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // The clock is put forward up to the real time, because since when somebody is away is real.
  private static final String CLOCK =
      "const real = Date.now; window.behind = %d; Date.now = () => real() - window.behind;";

  private final RunningDemo demo;
  private final TcpProxy proxy;
  private final Browser browser = new Browser();
  private final Map<String, RunningDemo.Tab> tabs = new HashMap<>();

  /**
   * @param seconds that the page's clock is behind; afterwards as many have to pass
   */
  private Staged(int seconds) throws Exception {
    demo = RunningDemo.with(0, 0);
    proxy = TcpProxy.to(demo.uri().getPort());
    browser.hideScrollBars();
    browser.beforeEachPage(CLOCK.formatted(Duration.ofSeconds(seconds).toMillis()));
  }

  /** The page that a visitor sees first. */
  static Staged firstPage() throws Exception {
    Staged staged = new Staged(0);
    staged.open("/", "[data-person=leo]");
    return staged;
  }

  /** Ada's workspace. */
  static Staged workspace() throws Exception {
    Staged staged = new Staged(114);
    staged.comes("bob").comes("dan").comes("grace").comes("ivan");
    staged.open("/workspaces/acme?as=ada", "[data-member=ada] [data-status=active]");
    staged.after(14).sees("dan", "away", "\"presence:activity\",\"active\":false");
    staged.after(9).comes("carol").sees("carol", "active");
    staged.after(16).sees("bob", "away", "\"presence:activity\",\"active\":false");
    staged.after(11).sees("bob", "active", "\"presence:activity\",\"active\":true");
    staged.after(7).leaves("ivan").sees("dan", "active", "\"presence:activity\",\"active\":true");
    staged.after(12).comes("hana").sees("hana", "active");
    staged.after(6).sees("grace", "away", "\"presence:setAway\"");
    staged.after(18).comes("eve").sees("eve", "active");
    staged.after(8).sees("dan", "away", "\"presence:activity\",\"active\":false");
    staged.after(13).painted();
    return staged;
  }

  /** Ada and Bob side by side; Bob has a second tab, and what he did last was to set away. */
  static Staged duo() throws Exception {
    Staged staged = new Staged(95);
    staged.comes("carol").comes("eve").comes("grace").comes("hana");
    String bob = "[data-pane=ada] [data-other=bob] presence-indicator";
    String ada = "[data-pane=bob] [data-other=ada] presence-indicator";
    staged.open("/duo", bob + "[data-status=active]");
    staged.browser.find(ada + "[data-status=active]");
    staged.after(22).clicks("[data-pane=bob] [data-action=hide]", bob, "away");
    staged.after(14).clicks("[data-pane=bob] [data-action=hide]", bob, "active");
    staged.after(17).clicks("[data-pane=ada] [data-set=away]", ada, "away");
    staged.after(12).clicks("[data-pane=ada] [data-set=automatic]", ada, "active");
    staged.after(8).browser.click("[data-pane=bob] [data-action=open-tab]");
    staged.browser.awaitText(".told-line", "Nothing changed");
    staged.after(13).clicks("[data-pane=bob] [data-set=away]", bob, "away");
    staged.after(9).painted();
    return staged;
  }

  Browser browser() {
    return browser;
  }

  /** The link of the page, until everybody is unknown. */
  void cut() {
    proxy.cut();
    browser.find("[data-member=bob] presence-indicator[data-status=unknown]");
    browser.awaitText(".banner", "unknown");
  }

  private void open(String path, String expected) {
    browser.open("http://127.0.0.1:" + proxy.port() + path).find(expected);
  }

  private Staged after(int seconds) {
    browser.script("window.behind -= arguments[0]", Duration.ofSeconds(seconds).toMillis());
    return this;
  }

  /** Strips are painted once a second, and those of whom nothing was heard no sooner. */
  private void painted() {
    String strip = "return document.querySelector('[data-strip=bob]').style.backgroundImage";
    Object before = browser.script(strip);
    await().atMost(PATIENCE).until(() -> !browser.script(strip).equals(before));
  }

  private Staged comes(String userId) {
    tabs.put(userId, demo.open("/presence/acme?token=" + demo.tokenOf(userId)));
    return this;
  }

  private Staged leaves(String userId) {
    tabs.remove(userId).leave();
    return sees(userId, "offline");
  }

  private Staged sees(String userId, String status) {
    browser.find("[data-member=" + userId + "] presence-indicator[data-status=" + status + "]");
    return this;
  }

  private Staged sees(String userId, String status, String frame) {
    tabs.get(userId).send("{\"type\":" + frame + "}");
    return sees(userId, status);
  }

  private void clicks(String button, String dot, String status) {
    browser.click(button);
    browser.find(dot + "[data-status=" + status + "]");
  }

  @Override
  public void close() {
    browser.close();
    proxy.close();
    demo.close();
  }
}
