import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../main/resources/META-INF/resources/presence/", import.meta.url);

const read = (name) => readFileSync(new URL(name, folder), "utf8");

for (const name of ["presence", "presence-elements"]) {
  test(`${name}.d.ts declares exactly what ${name}.js exports, and it loads without a page`, async () => {
    const declared = [...read(`${name}.d.ts`).matchAll(/^export (?:class|function|const) (\w+)/gm)].map((match) => match[1]);
    const exported = Object.keys(await import(new URL(`${name}.js`, folder)));
    assert.deepEqual(declared.sort(), exported.sort());
  });
}

test("the rules that the elements bring along are those of presence.css", async () => {
  const { STYLES } = await import(new URL("presence-styles.js", folder));
  assert.equal(STYLES, read("presence.css"));
});

test("no rule moves anything or asks for anything from elsewhere", () => {
  assert.doesNotMatch(read("presence.css"), /transition|animation|url\(|@import/);
});
