import assert from "node:assert/strict";
import { test } from "node:test";
import { Grouping, groupOf, rowsNear } from "../../main/resources/demo/assets/grouping.js";
import { onlineIn } from "../../main/resources/demo/assets/words.js";

test("active and away members are online, all others are not", () => {
  assert.deepEqual(["active", "away", "offline", "unknown"].map((status) => groupOf(status, undefined, false)), [
    "online",
    "online",
    "offline",
    "offline",
  ]);
});

test("an unknown status moves nobody", () => {
  assert.equal(groupOf("unknown", "online", false), "online");
  assert.equal(groupOf("unknown", "offline", false), "offline");
});

test("in a workspace too large for a full list there is one group", () => {
  assert.deepEqual(["active", "offline", "unknown"].map((status) => groupOf(status, "online", true)), Array(3).fill("everybody"));
});

test("groups keep the order of the roster when statuses change", () => {
  const grouping = new Grouping();
  grouping.fill(6, (rank) => (rank % 2 === 0 ? "online" : "offline"));
  grouping.move(3, "online");
  grouping.move(0, "offline");
  assert.deepEqual([grouping.ranks("online"), grouping.ranks("offline")], [[2, 3, 4], [0, 1, 5]]);
  grouping.move(5, "everybody");
  assert.deepEqual([grouping.ranks("everybody"), grouping.groupOf(5)], [[5], "everybody"]);
  grouping.fill(6, (rank, current) => current);
  assert.deepEqual(grouping.ranks("online"), [2, 3, 4]);
});

test("rows on screen and one screen around it are near", () => {
  const near = (top, count = 1_000) => rowsNear({ top, screen: 500, count, rowHeight: 50 });
  assert.deepEqual(near(0), { first: 0, end: 20 });
  assert.deepEqual(near(-10_000), { first: 190, end: 220 });
  assert.deepEqual(near(-1_000_000), { first: 1_000, end: 1_000 });
  assert.deepEqual(near(5_000), { first: 0, end: 0 });
  assert.deepEqual(near(0, 3), { first: 0, end: 3 });
});

test("the number online is a lower bound while the store is lost, and unknown without any", () => {
  const client = (online, others, partial = false) => ({ counts: online === null ? null : { online, away: 0 }, partial, getPresence: () => others });
  assert.deepEqual(onlineIn(client(1_234, "offline"), "online"), { online: 1_234, text: "1,234 online" });
  assert.deepEqual(onlineIn(client(3, "unknown"), "online"), { online: 3, text: "3+ online" });
  assert.deepEqual(onlineIn(client(3, "unknown", true), "online"), { online: 3, text: "3 online" });
  assert.deepEqual(onlineIn(client(0, "unknown"), "online"), { online: null, text: "Unknown" });
  assert.deepEqual(onlineIn(client(null, "unknown"), "online"), { online: null, text: "Unknown" });
});
