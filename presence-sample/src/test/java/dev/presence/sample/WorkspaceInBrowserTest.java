package dev.presence.sample;

import static dev.presence.sample.RunningDemo.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.WindowType;

/** The workspace page and the first page, as a browser shows them. */
class WorkspaceInBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HOSTILE_NAME = "<img src=x onerror=alert(1)>";

  private static RunningDemo demo;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(6, 0);
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    browser.close();
    demo.close();
  }

  @AfterEach
  void nobodyIsSignedInAnyMore() {
    browser.script("sessionStorage.clear()");
    browser.driver().manage().deleteAllCookies();
  }

  @Test
  void membersAndConversationsFollowWhoComesAndGoes() {
    browser.open(demo, "/workspaces/acme?as=bob");
    browser.find("[data-member=bob] presence-indicator[data-user-id=bob][data-status=active]");
    browser.find("[data-member=carol] presence-indicator[data-status=offline]");
    browser.awaitText("[data-dm=group-launch] [data-online-count='0']", "0 online");
    RunningDemo.Tab carol = demo.open("/presence/acme?token=" + demo.tokenOf("carol"));
    browser.find("[data-member=carol] presence-indicator[data-user-id=carol][data-status=active]");
    browser.awaitText("[data-member=carol]", "Active");
    browser.find("[data-dm=dm-bob-carol] presence-indicator[data-status=active]");
    browser.awaitText("[data-dm=dm-bob-carol]", "Active");
    browser.awaitText("[data-dm=group-launch] [data-online-count='1']", "1 online");
    assertThat(stripOf("carol")).matches(".*offline.*active.*").doesNotContain("away");
    carol.leave();
    browser.find("[data-member=carol] presence-indicator[data-status=offline]");
    browser.awaitText("[data-member=carol]", "Offline");
    assertThat(stripOf("carol")).matches(".*offline.*active.*offline.*");
    browser.find("[data-dm=group-launch] [data-online-count='0']");
  }

  @Test
  void twoTabsOfOneBrowserCanBeTwoPeople() {
    browser.open(demo, "/workspaces/acme?as=ada").find("[data-member=ada] .tag");
    String first = browser.driver().getWindowHandle();
    browser.driver().switchTo().newWindow(WindowType.TAB);
    browser.open(demo, "/workspaces/acme?as=u1").find("[data-member=u1] .tag");
    browser.find("[data-member=ada] presence-indicator:not([data-status=offline])");
    assertThat(browser.driver().manage().getCookies()).isEmpty();
    browser.driver().close();
    browser.driver().switchTo().window(first);
    browser.open(demo, "/workspaces/acme");
    browser.awaitText("[data-member=ada] .tag", "you");
  }

  @Test
  void aCookieIsEnough() {
    browser.open(demo, "/");
    browser.script(
        "return fetch('/api/login', {method: 'POST', body: JSON.stringify({userId: 'u2'})})");
    browser.open(demo, "/workspaces/acme").awaitText("[data-member=u2] .tag", "you");
    browser.find("[data-member=u2] presence-indicator[data-status=active]");
  }

  @Test
  void aNameIsTextAndNothingElse() {
    browser.open(demo, "/").awaitText("[data-person=mallory]", HOSTILE_NAME);
    assertNothingOfItRan();
    browser.open(demo, "/duo").awaitText("[data-member=mallory]", HOSTILE_NAME);
    assertNothingOfItRan();
    browser.open(demo, "/workspaces/acme?as=ada");
    browser.awaitText("[data-dm=dm-ada-mallory]", HOSTILE_NAME);
    browser.awaitText(".talk", HOSTILE_NAME);
    browser.click("[data-dm=dm-ada-mallory]");
    browser.awaitText(".talk-title", HOSTILE_NAME);
    assertThat(browser.find("[data-dm=group-friday]").getDomAttribute("title"))
        .contains(HOSTILE_NAME);
    assertNothingOfItRan();
    browser.open(demo, "/workspaces/acme?as=mallory").awaitText(".me-name", HOSTILE_NAME);
    browser.awaitText("[data-member=mallory]", HOSTILE_NAME);
    assertNothingOfItRan();
  }

  @Test
  void theOwnStatusIsSetWithKeysAlone() {
    browser.open(demo, "/workspaces/acme?as=u3");
    browser.awaitText(".me-status", "Active");
    browser.find("[data-action=status-menu]").sendKeys(Keys.ENTER);
    browser.driver().switchTo().activeElement().sendKeys(Keys.ARROW_DOWN);
    browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    await().atMost(PATIENCE).until(() -> statusOf("u3").equals("away"));
    browser.awaitText(".me-status", "Away, set by you");
    browser.click("[data-set=automatic]");
    await().atMost(PATIENCE).until(() -> statusOf("u3").equals("active"));
  }

  @Test
  void signingOutIsSeenAtOnceAndLeadsToTheFirstPage() {
    browser.open(demo, "/workspaces/acme?as=u4");
    browser.awaitText(".me-status", "Active");
    browser.click("[data-action=sign-out]");
    browser.find("[data-person=ada]");
    assertThat(statusOf("u4")).isEqualTo("offline");
  }

  @ParameterizedTest
  @CsvSource({
    "/workspaces/acme, 401",
    "/workspaces/studio?as=u1, 403",
    "/workspaces/nowhere?as=u1, 403",
    "/workspaces/acme?as=nobody, 400",
  })
  void whoMayNotSeeAWorkspaceIsToldAndLedOn(String path, String status) {
    browser.open(demo, path).find("[data-refused='" + status + "'] a[href='/']");
  }

  @Test
  void pickingSomebodyOpensTheWorkspaceAsThem() {
    browser.open(demo, "/").click("[data-person=carol]");
    browser.awaitText("[data-member=carol] .tag", "you");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/workspaces/acme?as=bob", "/duo"})
  void nothingIsWiderThanTheScreen(String path) {
    browser.open(demo, path).find("[data-person], [data-member]");
    for (int width : new int[] {360, 620, 768, 900, 1280, 1600}) {
      browser.resize(width, 800);
      assertThat(browser.script("return document.scrollingElement.scrollWidth"))
          .as(width + " px")
          .isEqualTo(browser.script("return document.documentElement.clientWidth"));
    }
  }

  @Test
  void onASmallScreenPartsTakeTurns() {
    browser.resize(1280, 800);
    browser.open(demo, "/workspaces/acme?as=bob").find("[data-member=bob]");
    assertThat(partsOnScreen()).isEqualTo("sidebar middle members");
    browser.resize(768, 1024);
    assertThat(partsOnScreen()).isEqualTo("middle members views");
    browser.click("[data-show=chats]");
    assertThat(partsOnScreen()).isEqualTo("sidebar members views");
    browser.resize(360, 740);
    await().atMost(PATIENCE).until(() -> partsOnScreen().equals("members views"));
    browser.click("[data-show=chats]");
    browser.click("[data-dm=dm-ada-bob]");
    assertThat(partsOnScreen()).isEqualTo("middle views");
    browser.resize(1280, 800);
  }

  @Test
  void theConsoleStaysEmptyUnderAPolicyThatAllowsOwnFilesAlone() {
    assertThat(demo.get("/").headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            it -> assertThat(it).startsWith("default-src 'self';").doesNotContain("unsafe"));
    browser.console();
    browser.open(demo, "/").find("[data-person=ada]");
    browser.open(demo, "/duo").find("[data-pane=ada] [data-member=bob] [data-status=active]");
    browser.click("[data-pane=bob] [data-action=open-tab]");
    browser.awaitText(".told-line", "opened another tab");
    browser.open(demo, "/workspaces/acme?as=bob").find("[data-member=bob] [data-status=active]");
    browser.click("[data-action=status-menu]");
    browser.click("[data-dm=dm-bob-carol]");
    browser.click("[data-dm=group-launch]");
    browser.click("[data-channel=general]");
    assertThat(browser.console()).isEmpty();
    browser.script("document.body.setAttribute('onclick', 'x'); document.body.click()");
    assertThat(browser.console()).anyMatch(it -> it.contains("Content Security Policy"));
  }

  private static void assertNothingOfItRan() {
    assertThatExceptionOfType(NoAlertPresentException.class)
        .isThrownBy(() -> browser.driver().switchTo().alert());
    assertThat(browser.script("return document.images.length")).isEqualTo(0L);
  }

  private static String stripOf(String userId) {
    return browser.find("[data-strip=" + userId + "]").getDomAttribute("style");
  }

  private static String partsOnScreen() {
    return String.valueOf(
        browser.script(
            "return ['sidebar', 'middle', 'members', 'views']"
                + ".filter((it) => document.querySelector('.' + it).offsetWidth > 0).join(' ')"));
  }

  private static String statusOf(String userId) {
    return json(demo.getAs("u6", "/api/workspaces/acme/presence?userId=" + userId))
        .path(userId)
        .textValue();
  }
}
