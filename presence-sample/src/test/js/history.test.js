import assert from "node:assert/strict";
import { test } from "node:test";
import { History, WINDOW } from "../../main/resources/demo/assets/history.js";
import { gradientOf } from "../../main/resources/demo/assets/strips.js";

const START = 1_000_000;

function start(statuses = {}, since = {}) {
  const world = { now: START, statuses, since, tell: null };
  const client = {
    getPresence: (userId) => world.statuses[userId] ?? "offline",
    getSince: (userId) => world.since[userId],
    subscribe: (listener) => void (world.tell = listener),
  };
  const history = new History({ client, userIds: ["ada", "bob"], now: () => world.now });
  const become = (userId, status, after) => {
    world.now += after;
    world.statuses[userId] = status;
    world.tell({ changes: [{ userId }], everyone: false });
  };
  return { world, history, become };
}

test("a status that began earlier is shown from then on, but not longer than the window", () => {
  const { history } = start({ ada: "active", bob: "away" }, { ada: START - 30_000, bob: START - 10 * WINDOW });
  assert.deepEqual(history.of("ada"), [{ from: START - 30_000, status: "active" }]);
  assert.deepEqual(history.of("bob"), [{ from: START - WINDOW, status: "away" }]);
});

test("each change begins a segment, and what is older than the window is forgotten", () => {
  const { history, become } = start({ ada: "active" });
  become("ada", "away", 1_000);
  become("ada", "active", 1_000);
  assert.deepEqual(history.of("ada").map((it) => it.status), ["active", "away", "active"]);
  become("ada", "offline", 2 * WINDOW);
  assert.deepEqual(history.of("ada").map((it) => it.status), ["active", "offline"]);
});

test("an event that changes nothing for a user adds nothing", () => {
  const { world, history } = start({ ada: "active" });
  const told = [];
  history.subscribe((userIds) => told.push(userIds));
  world.tell({ changes: [], everyone: true });
  assert.equal(history.of("ada").length, 1);
  assert.deepEqual(told, []);
});

test("the first thing known after a blind start reaches back to when it began", () => {
  const { world, history, become } = start({ ada: "unknown" });
  world.since.ada = START - 20_000;
  become("ada", "active", 500);
  assert.deepEqual(history.of("ada"), [{ from: START - 20_000, status: "active" }]);
});

test("a strip shows time in proportion, and a flicker wide enough to be seen", () => {
  const half = gradientOf([{ from: START - WINDOW / 2, status: "active" }], START);
  assert.equal(half, "linear-gradient(90deg, var(--strip-unknown) 0% 50.00%, var(--strip-active) 50.00% 100.00%)");
  const flicker = [
    { from: START - WINDOW, status: "active" },
    { from: START - 60_050, status: "offline" },
    { from: START - 60_000, status: "active" },
  ];
  assert.match(gradientOf(flicker, START), /var\(--strip-offline\) 47\.00% 50\.00%, var\(--strip-active\) 50\.00% 100\.00%/);
});

test("the present is shown even when it has just begun", () => {
  const strip = gradientOf([{ from: START - WINDOW, status: "active" }, { from: START, status: "offline" }], START);
  assert.match(strip, /var\(--strip-offline\) 97\.00% 100\.00%/);
});

test("nothing known is an empty strip", () => {
  assert.equal(gradientOf([], START), "linear-gradient(90deg, var(--strip-unknown) 0% 100.00%)");
});
