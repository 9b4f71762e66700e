package dev.presence.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a page showed of its members, change by change, since this was made. */
final class Timeline {

  // One callback may tell of several changes, and a record knows only what was before it.
  private static final String START =
      """
      window.shown = [];
      window.watching?.disconnect();
      window.watching = new MutationObserver((records) => {
        const next = new Map();
        const found = [];
        for (const { target, oldValue, attributeName } of records.reverse()) {
          const value = next.has(target) ? next.get(target) : target.getAttribute(attributeName);
          next.set(target, oldValue);
          const who = attributeName === "hidden" ? "banner" : target.closest("[data-member]")?.dataset.member;
          if (who !== undefined && value !== oldValue) {
            found.unshift({ who, value: value ?? "shown", at: Math.round(performance.now()) });
          }
        }
        window.shown.push(...found);
      });
      const look = { subtree: true, attributes: true, attributeOldValue: true };
      window.watching.observe(document.body, { ...look, attributeFilter: ["data-status"] });
      document.querySelectorAll(".banner").forEach((it) => watching.observe(it, { ...look, subtree: false, attributeFilter: ["hidden"] }));
      """;

  private final Browser browser;

  private Timeline(Browser browser) {
    this.browser = browser;
  }

  static Timeline of(Browser browser) {
    browser.script(START);
    return new Timeline(browser);
  }

  /** The statuses that this member was shown with, without the one at the start. */
  List<String> of(String userId) {
    return changes().stream().filter(it -> it.who().equals(userId)).map(Change::value).toList();
  }

  /** When the page first showed this, in its own milliseconds. */
  long whenFirst(String who, String value) {
    return changes().stream()
        .filter(it -> it.who().equals(who) && it.value().equals(value))
        .mapToLong(Change::at)
        .findFirst()
        .orElseThrow(() -> new AssertionError(who + " was never " + value + ": " + changes()));
  }

  List<Change> changes() {
    List<Change> found = new ArrayList<>();
    for (Object entry : (List<?>) browser.script("return window.shown")) {
      Map<?, ?> change = (Map<?, ?>) entry;
      found.add(
          new Change(
              String.valueOf(change.get("who")),
              String.valueOf(change.get("value")),
              ((Number) change.get("at")).longValue()));
    }
    return found;
  }

  /** One dot that changed, or the banner that came or went. */
  record Change(String who, String value, long at) {}
}
