// The list of members in a real browser; what is tested is in browser/members.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInChromium } from "../../../../presence-websocket/src/test/js/chromium.js";

const folder = (path) => new URL(path, import.meta.url);

test("the member list in Chromium", async (t) => {
  const results = await runInChromium("members", {
    "/browser/": folder("browser/"),
    "/page/": folder("browser/"),
    "/tools/": folder("../../../../presence-websocket/src/test/js/browser/"),
    "/assets/": folder("../../main/resources/demo/assets/"),
    "/presence-client/": folder("../../../../presence-websocket/src/main/resources/META-INF/resources/presence/"),
  });
  assert.ok(results.length >= 11, `${results.length} results`);
  for (const { name, error } of results) {
    await t.test(name, () => assert.equal(error, null));
  }
});
