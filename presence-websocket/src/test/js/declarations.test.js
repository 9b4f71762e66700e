import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../main/resources/META-INF/resources/presence/", import.meta.url);

test("presence.d.ts declares exactly what presence.js exports, and it loads without a page", async () => {
  const text = readFileSync(new URL("presence.d.ts", folder), "utf8");
  const declared = [...text.matchAll(/^export (?:class|function|const) (\w+)/gm)].map((match) => match[1]);
  const exported = Object.keys(await import(new URL("presence.js", folder)));
  assert.deepEqual(declared.sort(), exported.sort());
});
