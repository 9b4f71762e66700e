// What an update costs must not depend on how many members the workspace has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { applySnapshot, applyUpdate, differences, startState } from "../../main/resources/META-INF/resources/presence/presence.js";
import { Table } from "../../main/resources/META-INF/resources/presence/presence-table.js";
import { online } from "./fakes.js";

const SMALL = 100;
const LARGE = 100_000;
const ids = (count) => Array.from({ length: count }, (_, index) => `u${index}`);

/** How often maps, sets and objects were read or written while `run` ran. */
function workOf(run) {
  let work = 0;
  const spied = [
    [Map.prototype, ["get", "set", "has", "delete", "forEach"]],
    [Set.prototype, ["add", "has", "forEach"]],
    [Array.prototype, ["push"]],
    [Object.getPrototypeOf(new Map().entries()), ["next"]],
    [Object.getPrototypeOf(new Set().values()), ["next"]],
  ];
  const originals = spied.flatMap(([prototype, names]) => names.map((name) => [prototype, name, prototype[name]]));
  const listed = ["keys", "values", "entries", "assign"].map((name) => [Object, name, Object[name]]);
  originals.forEach(([prototype, name, original]) => {
    prototype[name] = function (...given) {
      work++;
      return original.apply(this, given);
    };
  });
  listed.forEach(([owner, name, original]) => {
    owner[name] = (...given) => {
      const found = original(...given);
      work += name === "assign" ? original.length : found.length;
      return found;
    };
  });
  try {
    run();
  } finally {
    [...originals, ...listed].forEach(([owner, name, original]) => (owner[name] = original));
  }
  return work;
}

/** The fastest of some runs, in milliseconds. */
function timeOf(run) {
  return Math.min(...Array.from({ length: 5 }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  }));
}

/** 1,000 updates of one user each, for a client with listeners, in a workspace of this size. */
function updates(size) {
  const { client, network } = online(Object.fromEntries(ids(size).map((id) => [id, "active"])));
  let changes = 0;
  client.subscribe((event) => (changes += event.changes.length));
  let version = 1;
  return () => {
    for (let i = 0; i < 1_000; i++) {
      network.last.update(++version, { [`u${i % SMALL}`]: version % 3 === 0 ? "away" : version % 3 === 1 ? "active" : "offline" });
    }
    assert.ok(changes >= 900);
  };
}

test("an update does the same work with 100,000 members as with 100", () => {
  const one = (size) => {
    const state = applySnapshot(startState(), { type: "presence:snapshot", version: 1, active: ids(size) });
    return workOf(() => {
      const next = applyUpdate(state, { type: "presence:update", version: 2, away: ["u7"], offline: ["u8"] });
      assert.equal(differences(state, next).changes.length, 2);
    });
  };
  const [small, large] = [one(SMALL), one(LARGE)];
  assert.ok(small > 5, `${small}: the work is counted`);
  assert.equal(large, small);
});

test("updates of a client take about as long with 100,000 members as with 100", () => {
  const [small, large] = [SMALL, LARGE].map(updates);
  const ratio = timeOf(large) / timeOf(small);
  assert.ok(ratio < 20, `${ratio.toFixed(1)} times as long`); // 1,000 times where the whole map is copied
});

test("each version of a table reads as it was made, however they were made of each other", () => {
  const model = [[new Table(), new Map()]];
  let seed = 7;
  const random = (bound) => (seed = (seed * 16_807) % 2_147_483_647) % bound;
  for (let step = 0; step < 500; step++) {
    const [table, map] = model[random(4) === 0 ? random(model.length) : model.length - 1];
    const changes = Array.from({ length: random(4) }, () => [`u${random(8)}`, random(3) === 0 ? undefined : random(100)]);
    const next = new Map(map);
    changes.forEach(([id, entry]) => (entry === undefined ? next.delete(id) : next.set(id, entry)));
    const made = table.with(changes);
    const touched = made.changedSince(table);
    assert.ok(touched === null || changes.every(([id]) => touched.has(id)));
    model.push([made, next]);
  }
  for (const [table, map] of model) {
    assert.equal(table.size, map.size);
    assert.deepEqual([...table.entries()].sort(), [...map].sort());
    ids(8).forEach((id) => assert.equal(table.get(id), map.get(id)));
  }
});

test("a table that was not made of the other one does not say what changed", () => {
  assert.equal(new Table().changedSince(new Table()), null);
});
