// docs/reference/browser.md says what is so.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as module from "../../main/resources/META-INF/resources/presence/presence.js";
import { readOptions } from "../../main/resources/META-INF/resources/presence/presence-options.js";
import { FakeNetwork, FakePage } from "./fakes.js";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const resource = (name) => read(`../../main/resources/META-INF/resources/presence/${name}`);
const page = read("../../../../docs/reference/browser.md");
const [, members, options] = /\| member \|.*?\n(.*?)\n\n\| option \|.*?\n(.*?)\n\n/s.exec(page);
const firstCells = (table) => table.split("\n").slice(1).map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()));
const names = (cell) => [...cell.matchAll(/`(\w+)/g)].map((match) => match[1]);
const block = (language) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(page)[1];

test("every option is in the table, with its default", () => {
  const defaults = readOptions({ workspace: "acme", base: "https://app.example" });
  const rows = firstCells(options);
  assert.deepEqual(rows.flatMap(([cell]) => names(cell)).sort(), Object.keys(defaults).sort());
  for (const [cell, value] of rows.filter(([, it]) => /^`.*`$/.test(it))) {
    assert.deepEqual(defaults[names(cell)[0]], JSON.parse(value.includes("/") ? `"${value.slice(1, -1)}"` : value.slice(1, -1)), cell);
  }
});

test("every member of the client is in the table, but for what the elements need", () => {
  const listed = firstCells(members).flatMap(([cell]) => names(cell));
  const [declared] = /^export class PresenceClient \{\n(.*?)^\}/ms.exec(resource("presence.d.ts")).slice(1);
  const has = [...declared.matchAll(/^  (?:readonly )?(\w+)[:(]/gm)].map((match) => match[1]);
  const missing = new Set(["constructor", "starting"]);
  assert.deepEqual([...new Set(listed)].sort(), has.filter((name) => !missing.has(name)).sort());
});

test("every export is named", () => {
  Object.keys(module).forEach((name) => assert.ok(page.includes(`${name}`), name));
});

test("custom properties have the defaults of the table", () => {
  const listed = [...page.matchAll(/\| `(--presence-[\w-]+)` \| `([^`]+)` /g)].map(([, name, value]) => `${name}: ${value}`);
  const used = [...resource("presence.css").matchAll(/var\((--presence-[\w-]+), ((?:[^()]|\([^()]*\))+)\)/g)];
  assert.deepEqual(listed.sort(), [...new Set(used.map(([, name, value]) => `${name}: ${value}`))].sort());
});

test("the example of the client runs as it is written", async () => {
  const network = new FakeNetwork();
  const given = { connect: network.connect, page: new FakePage(), base: "https://app.example" };
  class PresenceClient extends module.PresenceClient {
    constructor(written) {
      super({ ...given, ...written });
    }
  }
  const code = block("js").replace(/^import .*$/m, "");
  const [before, after] = code.split("client.setStatus");
  const run = new Function("PresenceClient", "connected", `${before}; connected(); const said = client.getPresence("ada"); client.setStatus${after}; release(); return said;`);
  const said = run(PresenceClient, () => network.last.snapshot({ ada: "away" }));
  assert.equal(said, "away");
  const types = network.last.sent.map(({ type }) => type.replace("presence:", ""));
  assert.deepEqual(types.filter((type) => type !== "ping"), ["setStatus", "setNote", "setAway", "leave"]);
});
