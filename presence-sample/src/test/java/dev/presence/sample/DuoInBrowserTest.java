package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people in one window: each button does to the connection what it says. */
class DuoInBrowserTest {
  private static final String BOB_AS_ADA_SEES_HIM =
      "[data-pane=ada] [data-other=bob] presence-indicator";

  private static RunningDemo demo;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(0, 0);
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    browser.close();
    demo.close();
  }

  @BeforeEach
  void open() {
    browser.open(demo, "/duo");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=active]");
    browser.find("[data-pane=bob] [data-other=ada] presence-indicator[data-status=active]");
  }

  @Test
  void manualAwayIsSeenAtOnceTimedAndTold() {
    browser.click("[data-pane=bob] [data-set=away]");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=away]");
    browser.awaitText(".told-line", "Bob set away: away.");
    String millis = browser.find("[data-latency=bob]").getDomAttribute("data-ms");
    assertThat(Integer.parseInt(millis)).isBetween(0, 5_000);
    browser.click("[data-pane=bob] [data-set=automatic]");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=active]");
  }

  @Test
  void aHiddenTabIsAwayAndAShownOneActive() {
    browser.click("[data-pane=bob] [data-action=hide]");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=away]");
    browser.awaitText(".told-line", "Bob’s tab was hidden: away.");
    browser.click("[data-pane=bob] [data-action=hide]");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=active]");
  }

  @Test
  void aCutLinkIsOfflineAfterTheGraceAndUnknownOnItsOwnSide() {
    browser.click("[data-pane=bob] [data-action=cut]");
    browser.awaitText("[data-pane=bob] .banner", "Connection lost");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=offline]");
    browser.find("[data-pane=bob] [data-other=ada] presence-indicator[data-status=unknown]");
    browser.click("[data-pane=bob] [data-action=cut]");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=active]");
    browser.find("[data-pane=bob] [data-other=ada] presence-indicator[data-status=active]");
  }

  @Test
  void ofTwoTabsOneMayCloseAndTheLastOneMeansOffline() {
    browser.click("[data-pane=bob] [data-action=open-tab]");
    browser.awaitText(".told-line", "Bob opened another tab. Nothing changed for others.");
    browser.click("[data-pane=bob] [data-action=close]");
    browser.awaitText(".told-line", "Bob closed a tab and is still here");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=active]");
    browser.click("[data-pane=bob] [data-action=close]");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=offline]");
    browser.click("[data-pane=bob] [data-action=open-tab]");
    browser.find(BOB_AS_ADA_SEES_HIM + "[data-status=active]");
  }
}
