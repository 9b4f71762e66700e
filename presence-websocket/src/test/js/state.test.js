import assert from "node:assert/strict";
import { test } from "node:test";
import {
  applySnapshot,
  applyStale,
  applyUpdate,
  differences,
  reopened,
  startState,
  statusOf,
} from "../../main/resources/META-INF/resources/presence/presence.js";
import { applyWatch, applyWatched } from "../../main/resources/META-INF/resources/presence/presence-state.js";

const member = (userId, status, since) => ({ userId, status, since });
const snapshot = (members, more = {}) => ({ type: "presence:snapshot", epoch: "e1", version: 5, members, ...more });
const update = (version, changes) => ({ type: "presence:update", version, changes });
const ADA = [member("ada", "active", 10)];

test("before the first snapshot everybody is unknown, afterwards whoever is absent is offline", () => {
  const before = startState();
  assert.equal(statusOf(before, "ada"), "unknown");
  const after = applySnapshot(before, snapshot(ADA));
  assert.equal(statusOf(after, "ada"), "active");
  assert.equal(statusOf(after, "bob"), "offline");
});

test("states are frozen and the state before stays as it was", () => {
  const before = applySnapshot(startState(), snapshot(ADA));
  const after = applyUpdate(before, update(6, [member("ada", "away", 20)]));
  assert.equal(statusOf(before, "ada"), "active");
  assert.equal(statusOf(after, "ada"), "away");
  assert.equal(after.since.ada, 20);
  [after, after.statuses, after.since].forEach((value) => assert.ok(Object.isFrozen(value)));
});

test("who left is not in the table any more", () => {
  const state = applyUpdate(applySnapshot(startState(), snapshot(ADA)), update(6, [member("ada", "offline")]));
  assert.deepEqual(Object.keys(state.statuses), []);
  assert.deepEqual(Object.keys(state.since), []);
  assert.equal(statusOf(state, "ada"), "offline");
});

test("only an update with a lower version is dropped", () => {
  const state = applySnapshot(startState(), snapshot(ADA));
  for (const [version, expected] of [[4, "active"], [5, "away"], [6, "away"], [9, "away"]]) {
    assert.equal(statusOf(applyUpdate(state, update(version, [member("ada", "away")])), "ada"), expected, version);
  }
});

test("a snapshot replaces all, also one with a lower version", () => {
  const state = applySnapshot(startState(), snapshot(ADA, { version: 100 }));
  const next = applySnapshot(state, snapshot([member("bob", "away")], { epoch: "e2", version: 1 }));
  assert.equal(statusOf(next, "ada"), "offline");
  assert.equal(statusOf(next, "bob"), "away");
  assert.equal(statusOf(applyUpdate(next, update(2, [member("ada", "active")])), "ada"), "active");
});

test("updates that come before the snapshot wait for it, and the older ones are dropped", () => {
  let state = startState();
  state = applyUpdate(state, update(4, [member("ada", "away"), member("bob", "away")]));
  state = applyUpdate(state, update(6, [member("ada", "offline"), member("cy", "active")]));
  assert.equal(statusOf(state, "cy"), "unknown");
  state = applySnapshot(state, snapshot(ADA));
  assert.deepEqual({ ...state.statuses }, { cy: "active" });
  assert.equal(state.version, 6);
  assert.equal(state.early, null);
});

test("after a new socket nothing but a snapshot continues the state", () => {
  const state = reopened(applySnapshot(startState(), snapshot(ADA)));
  const updated = applyUpdate(state, update(6, [member("ada", "away")]));
  assert.equal(statusOf(updated, "ada"), "active");
  assert.equal(statusOf(applySnapshot(updated, snapshot(ADA, { epoch: "e2", version: 7 })), "ada"), "active");
});

test("a snapshot that shows the same keeps the table, so that nothing is announced", () => {
  const state = applySnapshot(startState(), snapshot(ADA));
  const next = applySnapshot(reopened(state), snapshot([member("ada", "active", 99)], { epoch: "e2" }));
  assert.equal(next.statuses, state.statuses);
  assert.equal(next.since.ada, 99);
  assert.deepEqual(differences(state, next), { changes: [], everyone: false });
});

test("differences say who is shown differently, and whether everybody else is", () => {
  const empty = startState();
  const first = applySnapshot(empty, snapshot(ADA));
  assert.deepEqual(differences(empty, first), { changes: [member("ada", "active", 10)], everyone: true });
  const left = applyUpdate(first, update(6, [member("ada", "offline")]));
  assert.deepEqual(differences(first, left), { changes: [{ userId: "ada", status: "offline" }], everyone: false });
});

test("while the store is lost, absent users are unknown, and those in the map stay", () => {
  const state = applyStale(applySnapshot(startState(), snapshot(ADA)), { stale: true });
  assert.equal(statusOf(state, "ada"), "active");
  assert.equal(statusOf(state, "bob"), "unknown");
  assert.equal(statusOf(applySnapshot(state, snapshot(ADA)), "bob"), "unknown", "the same socket said stale");
  assert.equal(statusOf(applyStale(state, { stale: false }), "bob"), "offline");
  const first = applySnapshot(startState(), { ...snapshot(ADA), stale: true });
  assert.equal(statusOf(first, "bob"), "unknown", "a first snapshot says so itself");
});

test("what the last socket said about the store ends with the next snapshot, not with the next socket", () => {
  const stale = applyStale(applySnapshot(startState(), snapshot(ADA)), { stale: true });
  const waiting = reopened(stale);
  assert.equal(statusOf(waiting, "bob"), "unknown");
  assert.equal(statusOf(applySnapshot(waiting, snapshot(ADA)), "bob"), "offline");
  const again = applySnapshot(applyStale(waiting, { stale: true }), snapshot(ADA));
  assert.equal(statusOf(again, "bob"), "unknown");
});

test("ids that name things of Object are ordinary", () => {
  const ids = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  const nobody = applySnapshot(startState(), snapshot([]));
  ids.forEach((id) => assert.equal(statusOf(nobody, id), "offline", id));
  const all = applySnapshot(nobody, JSON.parse(JSON.stringify(snapshot(ids.map((id) => member(id, "away", 1))))));
  ids.forEach((id) => assert.equal(statusOf(all, id), "away", id));
  assert.deepEqual(Object.keys(all.statuses), ids);
  assert.equal(Object.getPrototypeOf(all.statuses), null);
  const left = applyUpdate(all, update(6, ids.map((id) => member(id, "offline"))));
  ids.forEach((id) => assert.equal(statusOf(left, id), "offline", id));
  assert.equal({}.polluted, undefined);
});

test("a status of a later version shows as unknown, a member without id is ignored", () => {
  const state = applySnapshot(startState(), snapshot([member("ada", "busy"), member(7, "active"), null]));
  assert.equal(statusOf(state, "ada"), "unknown");
  assert.deepEqual(Object.keys(state.statuses), ["ada"]);
});

test("frames without what they must have are refused", () => {
  const state = applySnapshot(startState(), snapshot(ADA));
  assert.throws(() => applySnapshot(state, { type: "presence:snapshot", version: 1 }), TypeError);
  assert.throws(() => applyUpdate(state, { type: "presence:update", changes: [] }), /presence:update has no version/);
});

test("what the server rendered into the page is shown until the first snapshot", () => {
  const state = startState({ ada: "away", bob: "offline" });
  assert.deepEqual(["ada", "bob", "cy"].map((id) => statusOf(state, id)), ["away", "offline", "unknown"]);
  assert.equal(statusOf(applySnapshot(state, snapshot([])), "ada"), "offline");
});

test("a partial snapshot leaves everybody it does not name unknown", () => {
  const state = applySnapshot(startState(), snapshot(ADA, { partial: true }));
  assert.equal(statusOf(state, "bob"), "unknown");
  const left = applyUpdate(state, update(6, [member("ada", "offline"), member("bob", "active")]));
  assert.deepEqual(["ada", "bob"].map((id) => statusOf(left, id)), ["offline", "active"]);
});

test("whoever is not watched is unknown, those newly watched until the answer", () => {
  const all = applySnapshot(startState(), snapshot([...ADA, member("bob", "away")]));
  const some = applyWatch(all, ["ada", "cy"]);
  assert.deepEqual(["ada", "bob", "cy"].map((id) => statusOf(some, id)), ["active", "unknown", "offline"]);
  const more = applyWatch(some, ["ada", "bob"]);
  assert.equal(statusOf(more, "bob"), "unknown");
  assert.equal(statusOf(applySnapshot(more, snapshot(ADA)), "bob"), "unknown", "a snapshot of those watched before");
  const answered = applyWatched(more, { members: [member("bob", "offline")] });
  assert.equal(statusOf(answered, "bob"), "offline");
  assert.equal(statusOf(applyUpdate(answered, update(6, [member("cy", "active")])), "cy"), "unknown", "on its way still");
  const again = applySnapshot(reopened(answered), snapshot([member("bob", "away"), member("cy", "away")]));
  assert.deepEqual(["ada", "bob", "cy"].map((id) => statusOf(again, id)), ["offline", "away", "unknown"]);
  const everybody = applySnapshot(applyWatch(again, null), snapshot(ADA, { ref: 1 }));
  assert.equal(statusOf(everybody, "cy"), "offline");
});
