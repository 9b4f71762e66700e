import assert from "node:assert/strict";
import { test } from "node:test";
import {
  applyCounts,
  applySnapshot,
  applyStale,
  applyUpdate,
  differences,
  reopened,
  startState,
  statusOf,
} from "../../main/resources/META-INF/resources/presence/presence.js";
import { applyWatched, forgotten, isConfirmed, narrowed, presenceOf, withoutUsers } from "../../main/resources/META-INF/resources/presence/presence-state.js";

const snapshot = (columns, more = {}) => ({ type: "presence:snapshot", version: 5, ...columns, ...more });
const update = (version, columns) => ({ type: "presence:update", version, ...columns });
const after = (columns, more) => applySnapshot(startState(), snapshot(columns, more));
const ADA = { active: ["ada"], since: { active: [10] } };
const statuses = (state, ...ids) => ids.map((id) => statusOf(state, id));

test("before the first snapshot everybody is unknown, afterwards users who are not listed are offline", () => {
  assert.equal(statusOf(startState(), "ada"), "unknown");
  assert.deepEqual(statuses(after(ADA), "ada", "bob"), ["active", "offline"]);
});

test("states are frozen, and the state before stays as it was", () => {
  const before = after(ADA);
  const next = applyUpdate(before, update(6, { away: ["ada"], since: { away: [20] } }));
  assert.deepEqual([presenceOf(before, "ada"), presenceOf(next, "ada")], [
    { userId: "ada", status: "active", since: 10_000 },
    { userId: "ada", status: "away", since: 20_000 },
  ]);
  [next, next.table, next.counts].forEach((value) => assert.ok(Object.isFrozen(value)));
});

test("an update can be applied to an old state, and neither line disturbs the other", () => {
  const first = after({ active: ["ada", "bob"] });
  const one = applyUpdate(first, update(6, { away: ["ada"] }));
  const other = applyUpdate(first, update(6, { offline: ["ada"], away: ["cy"] }));
  assert.deepEqual(statuses(first, "ada", "bob", "cy"), ["active", "active", "offline"]);
  assert.deepEqual(statuses(one, "ada", "bob", "cy"), ["away", "active", "offline"]);
  assert.deepEqual(statuses(other, "ada", "bob", "cy"), ["offline", "active", "away"]);
  assert.deepEqual(differences(one, other).changes.map(({ userId }) => userId).sort(), ["ada", "cy"]);
});

test("only an update with a lower version is dropped", () => {
  for (const [version, expected] of [[4, "active"], [5, "away"], [6, "away"], [9, "away"]]) {
    assert.equal(statusOf(applyUpdate(after(ADA), update(version, { away: ["ada"] })), "ada"), expected, version);
  }
});

test("a snapshot replaces all, also one with a lower version", () => {
  const next = applySnapshot(after(ADA, { version: 100 }), snapshot({ away: ["bob"] }, { version: 1 }));
  assert.deepEqual(statuses(next, "ada", "bob"), ["offline", "away"]);
  assert.equal(statusOf(applyUpdate(next, update(2, { active: ["ada"] })), "ada"), "active");
});

test("on a new socket nothing counts before its snapshot", () => {
  const waiting = reopened(after(ADA));
  const frames = applyCounts(applyStale(applyUpdate(waiting, update(6, { away: ["ada"] })), { stale: true }), { online: 9, away: 9 });
  assert.equal(frames, waiting);
  assert.equal(statusOf(applySnapshot(waiting, snapshot(ADA, { version: 1 })), "ada"), "active");
});

test("a snapshot that shows the same makes no difference", () => {
  const state = after(ADA);
  const next = applySnapshot(reopened(state), snapshot({ active: ["ada"], since: { active: [99] } }));
  assert.equal(presenceOf(next, "ada").since, 99_000);
  assert.equal(next.counts, state.counts);
  assert.deepEqual(differences(state, next), { changes: [], everyone: false });
});

test("differences list users who are shown differently, and whether all others are", () => {
  const empty = startState();
  const first = after(ADA);
  assert.deepEqual(differences(empty, first), { changes: [{ userId: "ada", status: "active", since: 10_000 }], everyone: true });
  const left = applyUpdate(first, update(6, { offline: ["ada"] }));
  assert.deepEqual(differences(first, left), { changes: [{ userId: "ada", status: "offline" }], everyone: false });
});

test("a complete state counts by itself, at each change", () => {
  let state = after({ active: ["ada", "bob"], away: ["cy"] }, { counts: { online: 99, away: 99 } });
  const become = (columns) => (state = applyUpdate(state, update(6, columns))).counts;
  assert.deepEqual(state.counts, { online: 3, away: 1 });
  assert.deepEqual(become({ away: ["ada"], active: ["dan"] }), { online: 4, away: 2 });
  assert.deepEqual(become({ offline: ["ada", "bob", "zoe"] }), { online: 2, away: 1 });
  const counted = state.counts;
  assert.equal(become({ active: ["dan"] }), counted, "the same object while nothing changes");
  assert.equal(applyCounts(state, { online: 7, away: 7 }).counts, counted, "a late frame of a partial time");
});

test("a partial state has the counts of the server", () => {
  const state = after(ADA, { partial: true, counts: { online: 5_000, away: 40 } });
  assert.deepEqual(state.counts, { online: 5_000, away: 40 });
  const next = applyUpdate(applyCounts(state, { online: 5_001, away: 41 }), update(6, { offline: ["ada"] }));
  assert.deepEqual(next.counts, { online: 5_001, away: 41 });
});

test("while the store is lost, users who are not listed are unknown, and listed ones stay", () => {
  const state = applyStale(after(ADA), { stale: true });
  assert.deepEqual(statuses(state, "ada", "bob"), ["active", "unknown"]);
  assert.deepEqual(statuses(applyStale(state, { stale: false }), "ada", "bob"), ["active", "offline"]);
  assert.equal(statusOf(after(ADA, { stale: true }), "bob"), "unknown", "a snapshot states it too");
  assert.equal(statusOf(applySnapshot(state, snapshot(ADA)), "bob"), "offline", "and a snapshot without it means that the store is there");
});

test("a user whom the server lists as offline while the store is lost is offline, until the next outage", () => {
  const state = applyUpdate(applyStale(after(ADA), { stale: true }), update(6, { offline: ["ada"] }));
  assert.equal(statusOf(state, "ada"), "offline");
  const again = applyStale(applyStale(state, { stale: false }), { stale: true });
  assert.equal(statusOf(again, "ada"), "unknown");
});

test("in an outage watched users who were offline are unknown, and offline again afterwards", () => {
  const watched = applyWatched(after({}, { partial: true }), [{ userId: "bob", status: "offline" }, { userId: "ada", status: "away" }]);
  const lost = applyStale(watched, { stale: true });
  assert.deepEqual(statuses(lost, "ada", "bob"), ["away", "unknown"]);
  assert.deepEqual(differences(watched, lost), { changes: [{ userId: "bob", status: "unknown" }], everyone: false });
  assert.equal(statusOf(applyStale(lost, { stale: false }), "bob"), "offline");
});

test("ids that are names of Object's own members are ordinary", () => {
  const ids = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  assert.deepEqual(statuses(after({}), ...ids), ids.map(() => "offline"));
  const all = after({ away: ids });
  assert.deepEqual(statuses(all, ...ids), ids.map(() => "away"));
  assert.deepEqual(statuses(applyUpdate(all, update(6, { offline: ids })), ...ids), ids.map(() => "offline"));
  assert.equal(statusOf(startState(JSON.parse('{"__proto__": "away"}')), "__proto__"), "away");
  assert.equal({}.polluted, undefined);
});

test("unknown fields and columns are ignored, and so are ids that are not strings", () => {
  const state = after({ active: ["ada", 7, null], dnd: ["ada"], notes: { ada: {} }, busy: ["bob"] });
  assert.deepEqual([state.table.size, state.counts.online, statusOf(state, "bob")], [1, 1, "offline"]);
});

test("frames without what they must have are refused", () => {
  assert.throws(() => applySnapshot(startState(), { type: "presence:snapshot" }), /presence:snapshot has no version/);
  assert.throws(() => applyUpdate(after(ADA), { type: "presence:update", active: [] }), /presence:update has no version/);
  assert.throws(() => applyUpdate(after(ADA), update(6, { active: "ada" })), /presence:update has a column active that is not an array/);
});

test("what the server rendered into the page is shown until the first snapshot", () => {
  const state = startState({ ada: "away", bob: "offline", cy: "unknown" });
  assert.deepEqual(statuses(state, "ada", "bob", "cy"), ["away", "offline", "unknown"]);
  assert.equal(state.counts, null);
  assert.equal(statusOf(applySnapshot(state, snapshot({})), "ada"), "offline");
});

test("after a partial snapshot users who are not listed are unknown, and never offline before the server says so", () => {
  const state = after(ADA, { partial: true });
  assert.equal(statusOf(state, "bob"), "unknown");
  const next = applyUpdate(state, update(6, { offline: ["ada"], active: ["bob"] }));
  assert.deepEqual(statuses(next, "ada", "bob", "cy"), ["offline", "active", "unknown"]);
  assert.deepEqual(statuses(applySnapshot(next, snapshot({ away: ["bob"] })), "ada", "bob", "cy"), ["offline", "away", "offline"]);
});

test("at a partial snapshot the kept users stay as they were, and are not confirmed", () => {
  const full = after({ active: ["ada", "bob"], away: ["cy"] });
  const state = applySnapshot(full, snapshot({ active: ["me"] }, { partial: true }), ["ada", "zoe"]);
  assert.deepEqual(statuses(state, "me", "ada", "bob", "cy", "zoe"), ["active", "active", "unknown", "unknown", "unknown"]);
  assert.deepEqual(["me", "ada", "zoe"].map((id) => isConfirmed(state, id)), [true, false, false]);
  const confirmed = applyWatched(state, [{ userId: "ada", status: "offline" }]);
  assert.deepEqual([isConfirmed(confirmed, "ada"), statusOf(confirmed, "ada")], [true, "offline"]);
  assert.equal(statusOf(withoutUsers(state, ["ada"], { old: true }), "ada"), "unknown");
  assert.equal(statusOf(withoutUsers(confirmed, ["ada"], { old: true }), "ada"), "offline");
});

test("a state that is narrowed to a list keeps what is known of it", () => {
  const full = after({ active: ["ada", "bob"] });
  const state = narrowed(full, ["ada", "cy"]);
  assert.deepEqual(statuses(state, "ada", "bob", "cy", "dan"), ["active", "unknown", "offline", "unknown"]);
  assert.deepEqual(state.counts, full.counts);
  assert.equal(statusOf(narrowed(applyStale(full, { stale: true }), ["cy"]), "cy"), "unknown");
  assert.equal(withoutUsers(full, ["ada"]), full, "nobody is unknown while everybody is known");
});

test("a forgotten state knows nobody and no counts", () => {
  const state = forgotten(after(ADA));
  assert.deepEqual([statusOf(state, "ada"), statusOf(state, "bob"), state.counts], ["unknown", "unknown", null]);
});
