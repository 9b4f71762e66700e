// The client and its elements in a real browser; what is tested is in the modules of browser/.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInChromium } from "./chromium.js";

for (const [title, page, atLeast] of [
  ["the elements in Chromium", "elements", 31],
  ["users on screen in Chromium", "sight", 11],
  ["a page that the browser keeps for the back button", "back", 2],
]) {
  test(title, async (t) => {
    const results = await runInChromium(page);
    assert.ok(results.length >= atLeast, `${results.length} results`);
    for (const { name, error } of results) {
      await t.test(name, () => assert.equal(error, null));
    }
  });
}
