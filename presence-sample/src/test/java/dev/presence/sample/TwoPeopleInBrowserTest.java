package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WindowType;

/**
 * What one person does in one browser and another sees in another. Visibility and focus are real:
 * tabs are opened and windows put in front of each other. The grace is longer than any test, so
 * that what is seen has no other reason than what was done; and each test has a person of its own,
 * because a page that was left counts until the grace is over.
 */
class TwoPeopleInBrowserTest {
  private static final Duration GRACE = Duration.ofMinutes(5);

  private static RunningDemo demo;
  private static Screen screen;
  private static Browser ada;
  private static Browser other;

  private String window;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(8, 0, GRACE);
    screen = Screen.open();
    ada = new Browser();
    other = new Browser(screen);
    ada.open(demo, "/workspaces/acme?as=ada").find(dotOf("ada", "active"));
  }

  @AfterAll
  static void stop() {
    ada.close();
    other.close();
    screen.close();
    demo.close();
  }

  @BeforeEach
  void rememberTheWindow() {
    window = other.driver().getWindowHandle();
  }

  @AfterEach
  void closeWhatIsOpenBeside() {
    other.closeOthers(window);
  }

  @Test
  void twoPeopleSeeEachOtherCome() {
    ada.find(dotOf("bob", "offline"));
    Timeline seen = Timeline.of(ada);
    other.open(demo, "/workspaces/acme?as=bob").find(dotOf("bob", "active"));
    other.find(dotOf("ada", "active"));
    ada.find(dotOf("bob", "active"));
    ada.awaitText(".latest", "Bob Lindqvist came, just now");
    assertThat(seen.of("bob")).containsExactly("active");
    assertThat(seen.of("ada")).isEmpty();
  }

  @Test
  void aHiddenTabIsAwayAndAShownOneActiveAtOnce() {
    Timeline seen = comes("carol");
    other.openAnother(WindowType.TAB);
    ada.find(dotOf("carol", "away"));
    ada.awaitText(".latest", "Carol Okafor is away, just now");
    other.closeFor(window);
    ada.find(dotOf("carol", "active"));
    ada.awaitText(".latest", "Carol Okafor is back, just now");
    assertThat(ada.find("[data-strip=carol]").getDomAttribute("style"))
        .matches(".*offline.*active.*away.*active.*");
    assertThat(other.script("return document.visibilityState")).isEqualTo("visible");
    assertThat(seen.of("carol")).containsExactly("active", "away", "active");
  }

  @Test
  void aWindowWithoutTheFocusIsAwayThoughItIsVisible() {
    Timeline seen = comes("u1");
    other.script(
        "window.states = [];"
            + "for (const it of ['blur', 'focus']) addEventListener(it, () => states.push(it + ' ' + document.visibilityState));");
    other.openAnother(WindowType.WINDOW);
    ada.find(dotOf("u1", "away"));
    other.closeFor(window);
    ada.find(dotOf("u1", "active"));
    assertThat(other.script("return window.states.join()")).isEqualTo("blur visible,focus visible");
    assertThat(seen.of("u1")).containsExactly("active", "away", "active");
  }

  @Test
  void aMinimizedWindowIsAway() {
    other.open(demo, "/workspaces/acme?as=u2").find(dotOf("ada", "active"));
    Timeline seen = Timeline.of(other);
    ada.driver().manage().window().minimize();
    other.find(dotOf("ada", "away"));
    ada.driver().manage().window().setSize(new Dimension(1200, 800));
    other.find(dotOf("ada", "active"));
    assertThat(seen.of("ada")).containsExactly("away", "active");
  }

  @Test
  void manualAwayHoldsWhereverOneLooksAndEndsManually() {
    Timeline seen = comes("u3");
    other.click("[data-set=away]");
    ada.find(dotOf("u3", "away"));
    other.awaitText(".me-status", "Away, set by you");
    other.openAnother(WindowType.TAB);
    other.closeFor(window);
    other.driver().navigate().refresh();
    other.find(dotOf("u3", "away"));
    other.awaitText(".me-status", "Away, set by you");
    other.click("[data-set=automatic]");
    ada.find(dotOf("u3", "active"));
    assertThat(seen.of("u3")).containsExactly("active", "away", "active");
  }

  @Test
  void aSecondTabMayOpenAndClose() {
    Timeline seen = comes("u4");
    other.openLink("/workspaces/acme?as=u4");
    other.find(dotOf("u4", "active"));
    other.closeFor(window);
    other.click("[data-set=away]");
    ada.find("[data-member=u4] presence-indicator[data-status=away]");
    assertThat(seen.of("u4")).startsWith("active").endsWith("away").doesNotContain("offline");
  }

  @Test
  void aReloadIsInvisible() {
    Timeline seen = comes("u5");
    for (int i = 0; i < 3; i++) {
      other.driver().navigate().refresh();
      other.find(dotOf("u5", "active"));
    }
    // What comes after it on the same stream shows that nothing more is on its way.
    other.click("[data-set=away]");
    ada.find(dotOf("u5", "away"));
    assertThat(seen.of("u5")).containsExactly("active", "away");
  }

  @Test
  void whoSignsOutIsOfflineWithoutAnyGrace() {
    Timeline seen = comes("u6");
    other.click("[data-action=sign-out]");
    ada.find(dotOf("u6", "offline"));
    ada.awaitText(".latest", "User 6 left, just now");
    assertThat(seen.of("u6")).containsExactly("active", "offline");
  }

  @Test
  void whoComesMovesToThoseOnlineAndBackWhenGone() {
    comes("u7");
    ada.find("[aria-label=Online] [data-member=u7]");
    other.click("[data-action=sign-out]");
    ada.find("[aria-label=Offline] [data-member=u7]");
  }

  private static Timeline comes(String userId) {
    Timeline seen = Timeline.of(ada);
    other.open(demo, "/workspaces/acme?as=" + userId).find(dotOf(userId, "active"));
    ada.find(dotOf(userId, "active"));
    return seen;
  }

  private static String dotOf(String userId, String status) {
    return "[data-member=" + userId + "] presence-indicator[data-status=" + status + "]";
  }
}
