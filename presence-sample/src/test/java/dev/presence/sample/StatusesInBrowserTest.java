package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/**
 * What one user sets in one browser, and another user sees in another: do not disturb, invisible, a
 * note, and when they end. Each test has a user of its own.
 */
class StatusesInBrowserTest {
  private static final String AUTOMATIC = "[data-set=automatic][aria-pressed=true]";

  private static RunningDemo demo;
  private static Browser ada;
  private static Browser other;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(8, 0, Duration.ofMinutes(5));
    ada = new Browser();
    other = new Browser();
    ada.open(demo, "/workspaces/acme?as=ada").find(dotOf("ada", "[data-status=active]"));
  }

  @AfterAll
  static void stop() {
    ada.close();
    other.close();
    demo.close();
  }

  @Test
  void othersSeeDoNotDisturbUntilItIsCleared() {
    comes("u1");
    other.click("[data-set=dnd]");
    ada.find(dotOf("u1", "[data-dnd][data-status=active][aria-label='Do not disturb']"));
    ada.awaitText("[data-member=u1] .member-status", "Do not disturb");
    other.awaitText(".me-status", "Do not disturb");
    other.driver().navigate().refresh();
    other.find("[data-set=dnd][aria-pressed=true]");
    other.click("[data-set=automatic]");
    ada.find(dotOf("u1", ":not([data-dnd])[data-status=active]"));
    ada.awaitText("[data-member=u1] .member-status", "Active");
    other.find(AUTOMATIC);
  }

  @Test
  void anInvisibleUserLooksOfflineToOthersOnly() {
    Timeline seen = comes("u2");
    other.click("[data-set=invisible]");
    ada.find(dotOf("u2", "[data-status=offline]"));
    other.awaitText(".me-status", "Invisible to others");
    other.find(dotOf("u2", "[data-status=active]"));
    other.driver().navigate().refresh();
    other.find("[data-set=invisible][aria-pressed=true]");
    other.awaitText(".me-status", "Invisible to others");
    other.click("[data-set=automatic]");
    ada.find(dotOf("u2", "[data-status=active]"));
    assertThat(seen.of("u2")).containsExactly("active", "offline", "active");
  }

  @Test
  void aNoteIsShownBesideTheNameAsPlainTextUntilItIsCleared() {
    comes("u3");
    note("🍜", "Lunch <b>with</b> Bob", "");
    String beside = "[data-member=u3] [data-note=u3]";
    ada.awaitText(beside, "🍜 Lunch <b>with</b> Bob");
    assertThat(ada.find(beside).getDomAttribute("title")).isEqualTo("🍜 Lunch <b>with</b> Bob");
    other.awaitText(".me-note", "Lunch");
    note("🌴", "", "");
    ada.awaitText(beside, "🌴");
    other.click("[data-action=status-menu]");
    other.click("[data-action=clear-note]");
    ada.find("[data-member=u3] presence-note:not([data-note])");
    assertThat(ada.textOf("[data-member=u3] presence-note")).isEmpty();
  }

  @Test
  void theNoteOfAnOfflineUserAndTheirLastTimeAreShownToWhoComesLater() {
    comes("u4");
    note("🌴", "On vacation", "");
    ada.awaitText("[data-member=u4] [data-note=u4]", "On vacation");
    other.click("[data-action=sign-out]");
    ada.find(dotOf("u4", "[data-status=offline]"));
    ada.awaitText("[data-member=u4] .member-status", "Offline, seen ");
    ada.driver().navigate().refresh();
    ada.find(dotOf("u4", "[data-status=offline]"));
    ada.awaitText("[data-member=u4] [data-note=u4]", "🌴 On vacation");
    ada.awaitText("[data-member=u4] .member-status", "Offline, seen ");
  }

  @Test
  void aStatusAndANoteEndAtTheirTime() {
    comes("u5");
    choose("[data-until=status]", "30");
    inHalfAnHourIn(8);
    other.click("[data-set=dnd]");
    ada.find(dotOf("u5", "[data-dnd]"));
    other.awaitText(".me-status", "Do not disturb until ");
    note("📅", "In a meeting", "30");
    ada.awaitText("[data-member=u5] [data-note=u5]", "📅 In a meeting");
    assertThat(ada.find("[data-note=u5]").getDomAttribute("title"))
        .matches("📅 In a meeting \\(until .*\\d:\\d\\d.*\\)");
    ada.find(dotOf("u5", ":not([data-dnd])[data-status=active]"));
    ada.find("[data-member=u5] presence-note:not([data-note])");
    other.find(AUTOMATIC);
  }

  @Test
  void theMenuWorksWithTheKeyboard() {
    comes("u6");
    other.script("document.querySelector('[data-action=status-menu]').focus()");
    press(Keys.ENTER);
    assertThat(other.script("return document.activeElement.dataset.set")).isEqualTo("automatic");
    press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
    ada.find(dotOf("u6", "[data-dnd]"));
    assertThat(other.script("return document.activeElement.dataset.action"))
        .isEqualTo("status-menu");
    press(Keys.ENTER, Keys.ESCAPE);
    assertThat(other.script("return document.querySelector('.menu').hidden")).isEqualTo(true);
  }

  @Test
  void anObserverSeesOthersAndIsNotPresent() {
    Timeline seen = Timeline.of(ada);
    other.open(demo, "/workspaces/acme?as=u7&observe=1").find("[data-observer=u7]");
    other.find(dotOf("ada", "[data-status=active]"));
    other.awaitText(".me-status", "Offline");
    comes("u8");
    assertThat(seen.of("u7")).isEmpty();
    ada.find(dotOf("u7", "[data-status=offline]"));
  }

  private static Timeline comes(String userId) {
    Timeline seen = Timeline.of(ada);
    other.open(demo, "/workspaces/acme?as=" + userId);
    other.find(dotOf(userId, "[data-status=active]"));
    ada.find(dotOf(userId, "[data-status=active]"));
    return seen;
  }

  private static void note(String emoji, String text, String until) {
    other.click("[data-action=status-menu]");
    choose(".note-emoji", emoji);
    choose("[data-until=note]", until);
    other.script("document.querySelector('.note-text').value = arguments[0]", text);
    other.click("[data-action=set-note]");
  }

  private static void choose(String select, String value) {
    other.script(
        "arguments[0].value = arguments[1];"
            + "arguments[0].dispatchEvent(new Event('change', { bubbles: true }));",
        other.find(select),
        value);
  }

  /** Sets the clock of the page back, so that half an hour from its now is so many seconds away. */
  private static void inHalfAnHourIn(int seconds) {
    other.script(
        "const real = Date.now; Date.now = () => real() - arguments[0];",
        Duration.ofMinutes(30).minusSeconds(seconds).toMillis());
  }

  private static void press(CharSequence... keys) {
    new Actions(other.driver()).sendKeys(keys).perform();
  }

  private static String dotOf(String userId, String condition) {
    return "[data-member=" + userId + "] presence-indicator" + condition;
  }
}
