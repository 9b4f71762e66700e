package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testkit.TcpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** axe finds nothing serious on any page, in any of its states, in either theme. */
class AccessibilityInBrowserTest {
  private static final String RUN =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, { resultTypes: ["violations"] }).then(
        ({ violations }) => done(violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any.map((it) => it.message).join()}`))),
        (error) => done([String(error)]),
      );
      """;

  private static String axe;
  private static RunningDemo demo;
  private static TcpProxy proxy;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    axe = script("/axe.min.js");
    demo = RunningDemo.with(2, 0);
    proxy = TcpProxy.to(demo.uri().getPort());
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    browser.close();
    proxy.close();
    demo.close();
  }

  @Test
  void theFirstPage() {
    browser.open(demo, "/").find("[data-person=ada]");
    assertNothingSerious();
  }

  @Test
  void twoPeopleSideBySide() {
    browser.open(demo, "/duo").find("[data-pane=ada] [data-other=bob] [data-status=active]");
    browser.click("[data-pane=bob] [data-set=away]");
    browser.find("[data-latency=bob][data-ms]"); // said, and fading in
    assertNothingSerious();
    browser.click("[data-pane=bob] [data-set=automatic]");
  }

  @Test
  void theWorkspaceItsMenuItsConversationsAndItsBanner() {
    RunningDemo.Tab carol = demo.open("/presence/acme?token=" + demo.tokenOf("carol"));
    browser.open("http://127.0.0.1:" + proxy.port() + "/workspaces/acme?as=bob");
    browser.find("[data-member=carol] [data-status=active]");
    browser.find("[data-member=ada] [data-status=offline]"); // who came in another test has gone
    browser.click("[data-action=status-menu]");
    assertNothingSerious();
    browser.click("[data-dm=group-launch]");
    proxy.cut();
    browser.find("[data-member=carol] [data-status=unknown]");
    assertNothingSerious();
    browser.resize(360, 740);
    browser.click("[data-show=people]");
    assertNothingSerious();
    proxy.mend();
    carol.leave();
  }

  @Test
  void whoMayNotSeeTheWorkspaceIsToldInTheSameWay() {
    browser.open(demo, "/workspaces/studio?as=u1").find("[data-refused='403']");
    assertNothingSerious();
  }

  private static void assertNothingSerious() {
    browser.script(axe);
    for (String theme : List.of("light", "dark")) {
      browser.emulate("prefers-color-scheme", theme);
      browser.awaitStill(); // half faded in, any text has too little contrast
      assertThat((List<?>) browser.driver().executeAsyncScript(RUN)).as(theme).isEmpty();
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream file = AccessibilityInBrowserTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
