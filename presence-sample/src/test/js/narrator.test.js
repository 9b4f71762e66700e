import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Narrator } from "../../main/resources/demo/assets/narrator.js";
import { Seen } from "../../main/resources/demo/assets/seen.js";

function start(t) {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const lines = new Map();
  const names = new Map([["ada", "Ada"], ["bob", "Bob"]]);
  const narrator = new Narrator({ names, graceMillis: 5_000, say: (line) => lines.set(line.id, line) });
  const seen = new Seen({ narrator, names });
  seen.saw("ada", "active");
  seen.saw("bob", "active");
  return { seen, last: () => [...lines.values()].at(-1), count: () => lines.size };
}

test("a click and what the other side saw of it become one line with its time", (t) => {
  const { seen, last, count } = start(t);
  seen.did("bob", "away", {}, null);
  assert.equal(last().text, "Bob sets away.");
  assert.equal(last().done, false);
  seen.saw("bob", "away");
  assert.equal(last().text, "Bob set away: away.");
  assert.equal(last().done, true);
  assert.ok(last().time >= 0);
  assert.equal(count(), 2);
});

test("closing one of two tabs is told as nothing, after the grace", (t) => {
  const { seen, last } = start(t);
  seen.did("bob", "close", { others: 1 }, null);
  mock.timers.tick(5_000);
  assert.equal(last().done, false);
  mock.timers.tick(1_500);
  assert.match(last().text, /^Bob closed a tab and is still here/);
});

test("a cut waits for the grace, and a return within it is told as nothing", (t) => {
  const { seen, last } = start(t);
  seen.did("ada", "cut", {}, null);
  mock.timers.tick(3_000);
  seen.did("ada", "restore", {}, null);
  mock.timers.tick(1_000);
  assert.match(last().text, /^Ada’s link was back within the grace/);
  mock.timers.tick(60_000);
  assert.match(last().text, /within the grace/);
});

test("the window's own focus is told once for both", (t) => {
  const { seen, last, count } = start(t);
  seen.saw("ada", "away");
  seen.saw("bob", "away");
  mock.timers.tick(300);
  assert.equal(last().text, "This window lost the focus: Ada and Bob are away.");
  assert.equal(count(), 2);
});

test("what the other side cannot see is said, not timed", (t) => {
  const { seen, last } = start(t);
  seen.did("bob", "away", {}, "Ada cannot see it now.");
  assert.equal(last().text, "Bob sets away. Ada cannot see it now.");
  seen.saw("bob", "unknown");
  seen.saw("bob", "away");
  mock.timers.tick(1_000);
  assert.equal(last().text, "Bob sets away. Ada cannot see it now.");
});

test("nothing is told before both are there", (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const said = [];
  const names = new Map([["ada", "Ada"], ["bob", "Bob"]]);
  const seen = new Seen({ narrator: new Narrator({ names, graceMillis: 5_000, say: (line) => said.push(line) }), names });
  seen.did("ada", "open", {}, null);
  seen.saw("ada", "unknown");
  seen.saw("ada", "active");
  seen.saw("bob", "offline");
  assert.equal(said.length, 0);
  seen.saw("bob", "away");
  assert.equal(said.length, 1);
});
