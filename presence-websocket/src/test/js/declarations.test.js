import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../main/resources/META-INF/resources/presence/", import.meta.url);

const read = (name) => readFileSync(new URL(name, folder), "utf8");
const found = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

for (const name of ["presence", "presence-elements"]) {
  test(`${name}.d.ts declares exactly what ${name}.js exports, and it loads without a page`, async () => {
    const declared = found(read(`${name}.d.ts`), /^export (?:class|function|const) (\w+)/gm);
    const exported = Object.keys(await import(new URL(`${name}.js`, folder)));
    assert.deepEqual(declared.sort(), exported.sort());
  });
}

test("types.ts uses everything that is declared", () => {
  const used = readFileSync(new URL("types.ts", import.meta.url), "utf8");
  const [, ...statements] = used.split(/^import |^} from .*$/m);
  const body = statements.at(-1);
  for (const name of ["presence", "presence-elements"]) {
    for (const declared of found(read(`${name}.d.ts`), /^export (?:class|function|const|type|interface) (\w+)/gm)) {
      assert.match(body, new RegExp(`\\b${declared}\\b`), declared);
    }
  }
});

test("the declared members of the client are those that it has", async () => {
  const [declared] = found(read("presence.d.ts"), /^export class PresenceClient \{\n(.*?)^\}/gms);
  const { PresenceClient } = await import(new URL("presence.js", folder));
  const client = new PresenceClient({ workspace: "acme", base: "https://app.example", connect: () => ({ close() {} }) });
  client.close();
  const has = [...Object.getOwnPropertyNames(PresenceClient.prototype), ...Object.keys(client)];
  assert.deepEqual(found(declared, /^  (?:readonly )?(\w+)[:(]/gm).sort(), has.sort());
});

test("the rules that the elements bring along are those of presence.css", async () => {
  const { STYLES } = await import(new URL("presence-styles.js", folder));
  assert.equal(STYLES, read("presence.css"));
});

test("no rule moves anything or asks for anything from elsewhere", () => {
  assert.doesNotMatch(read("presence.css"), /transition|animation|url\(|@import/);
});
