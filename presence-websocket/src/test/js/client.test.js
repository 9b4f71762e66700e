import assert from "node:assert/strict";
import { test } from "node:test";
import { online, start, told } from "./fakes.js";

test("the first snapshot opens the connection and tells who is there", () => {
  const { client, network, events, connections } = start();
  assert.equal(client.connection.state, "connecting");
  assert.equal(client.getPresence("ada"), "unknown");
  assert.equal(client.userId, null);
  network.last.snapshot({ ada: "active", me: "away" });
  assert.equal(client.connection.state, "open");
  assert.equal(client.getPresence("ada"), "active");
  assert.equal(client.getPresence("nobody"), "offline");
  assert.equal(client.getSince("ada"), undefined, "not requested");
  assert.equal(client.userId, "me");
  assert.deepEqual(told(events), [{ ada: "active", me: "away" }]);
  assert.equal(events[0].everyone, true);
  assert.deepEqual(connections.map((connection) => connection.state), ["open"]);
});

test("the map is a new frozen object at each change, and the same one otherwise", () => {
  const { client, network } = online();
  const before = client.presenceMap;
  assert.equal(Object.getPrototypeOf(before), null);
  assert.ok(Object.isFrozen(before));
  network.last.update(2, { ada: "active" });
  assert.equal(client.presenceMap, before);
  network.last.update(3, { ada: "away" });
  assert.notEqual(client.presenceMap, before);
  assert.equal(before.ada, "active");
});

test("getPresence and subscribe work without the client, as React hands them on", () => {
  const { client, network } = online();
  const { getPresence, subscribe } = client;
  let calls = 0;
  const release = subscribe(() => calls++);
  network.last.update(2, { ada: "away" });
  assert.equal(getPresence("ada"), "away");
  release();
  release();
  network.last.update(3, { ada: "active" });
  assert.equal(calls, 1);
});

test("an update with a lower version is dropped", () => {
  const { client, network, events } = online();
  network.last.update(0, { ada: "offline" });
  assert.equal(client.getPresence("ada"), "active");
  assert.equal(events.length, 0);
});

test("a snapshot on the same socket starts over", () => {
  const { client, network, events } = online();
  network.last.update(90, { bob: "active" });
  events.length = 0;
  network.last.snapshot({ me: "active", ada: "active" }, { version: 1 });
  assert.deepEqual(told(events), [{ bob: "offline" }]);
  network.last.update(2, { ada: "away" });
  assert.equal(client.getPresence("ada"), "away");
});

test("a listener that throws harms nobody and is reported", () => {
  const { client, network, errors } = online();
  const heard = [];
  client.subscribe(() => {
    throw new Error("mine");
  });
  client.subscribe((event) => heard.push(event));
  network.last.update(2, { ada: "away" });
  network.last.update(3, { ada: "active" });
  assert.equal(heard.length, 2);
  assert.deepEqual(errors.map((error) => error.message), ["mine", "mine"]);
});

test("an onError that throws harms nobody either", () => {
  const log = console.error;
  const seen = [];
  console.error = (error) => seen.push(error.message);
  try {
    const { client, network } = online({}, {
      onError: () => {
        throw new Error("worse");
      },
    });
    client.subscribe(() => {
      throw new Error("mine");
    });
    network.last.update(2, { ada: "away" });
    network.last.update(3, { bob: "away" });
    assert.equal(client.getPresence("bob"), "away");
  } finally {
    console.error = log;
  }
  assert.deepEqual(seen, ["worse", "worse"]);
});

test("a listener released while others are told is not called any more", () => {
  const { client, network } = online();
  const heard = [];
  let releaseSecond;
  const releaseFirst = client.subscribe(() => {
    heard.push("first");
    releaseFirst();
    releaseSecond();
  });
  releaseSecond = client.subscribe(() => heard.push("second"));
  client.subscribe(() => heard.push("third"));
  network.last.update(2, { ada: "away" });
  assert.deepEqual(heard, ["first", "third"]);
});

test("the same function may listen twice, and one added while others are told hears the next change", () => {
  const { client, network } = online();
  let calls = 0;
  const listener = () => calls++;
  const release = client.subscribe(listener);
  client.subscribe(listener);
  let late = 0;
  const releaseAdder = client.subscribe(() => {
    client.subscribe(() => late++);
    releaseAdder();
  });
  network.last.update(2, { ada: "away" });
  assert.deepEqual([calls, late], [2, 0]);
  release();
  network.last.update(3, { ada: "active" });
  assert.deepEqual([calls, late], [3, 1]);
});

test("what a listener causes is told to all after what it was told", () => {
  const { client, network } = online();
  const order = [];
  client.subscribe((event) => {
    if (event.changes.some(({ userId }) => userId === "ada")) {
      network.last.update(3, { bob: "active" });
    }
  });
  client.subscribe((event) => order.push(event.changes[0].userId));
  network.last.update(2, { ada: "away" });
  assert.deepEqual(order, ["ada", "bob"]);
});

test("frames that cannot be read are reported and change nothing", () => {
  const { client, network, errors, events } = online();
  ["{", "null", '"x"', "[]"].forEach((text) => network.last.handlers.message(text));
  network.last.say("update", { active: [] });
  network.last.say("update", { version: 2, active: "ada" });
  network.last.say("of the future", { active: ["ada"] });
  assert.equal(events.length, 0);
  assert.equal(errors.length, 4, String(errors));
  assert.equal(client.connection.state, "open");
});

test("while the store is lost absent users are unknown, those in the map stay", () => {
  const { client, network, events } = online();
  network.last.say("stale", { stale: true });
  assert.equal(client.getPresence("nobody"), "unknown");
  assert.equal(client.getPresence("ada"), "active");
  network.last.say("stale", { stale: false });
  assert.equal(client.getPresence("nobody"), "offline");
  assert.deepEqual(events.map(({ everyone, changes }) => [everyone, changes.length]), [[true, 0], [true, 0]]);
});

test("__proto__ is a user like any other", () => {
  const { client, network } = online(JSON.parse('{"__proto__": "away", "constructor": "active"}'));
  assert.equal(client.getPresence("__proto__"), "away");
  assert.equal(client.getPresence("constructor"), "active");
  assert.deepEqual(Object.keys(client.presenceMap).sort(), ["__proto__", "constructor"]);
  network.last.update(2, JSON.parse('{"__proto__": "offline"}'));
  assert.equal(client.getPresence("__proto__"), "offline");
  assert.equal(client.getPresence("toString"), "offline");
  network.last.say("__proto__");
});

test("leave says so and closes, and nobody is shown as anything any more", () => {
  const { client, network, connections, page, runtime } = online();
  client.leave();
  assert.equal(network.last.take("leave").length, 1);
  assert.equal(network.last.closed, 1000);
  assert.deepEqual(connections, [{ state: "closed", reason: "left", code: null }]);
  assert.equal(client.getPresence("ada"), "unknown");
  assert.equal(page.listened, false);
  assert.equal(runtime.pending, 0);
});

test("close closes with 1000, once, and leaves no timer behind", () => {
  const { client, network, connections, runtime } = online();
  client.close();
  client.close();
  client.leave();
  assert.equal(network.last.closed, 1000);
  assert.equal(network.last.take("leave").length, 0);
  assert.deepEqual(connections.map(({ state, reason }) => [state, reason]), [["closed", "closed"]]);
  assert.equal(runtime.pending, 0);
  assert.equal(network.sockets.length, 1);
});

test("a closed client can be opened again", () => {
  const { client, network, page, connections } = online();
  client.close();
  client.reconnect();
  assert.equal(network.sockets.length, 2);
  network.last.snapshot({ ada: "away" });
  assert.equal(client.getPresence("ada"), "away");
  assert.deepEqual(connections.map(({ state }) => state), ["closed", "connecting", "open"]);
  assert.equal(page.listened, true);
});

test("what the server rendered is shown at once, and is unknown when nothing comes", () => {
  const { client, runtime, events } = start({ initial: { ada: "away" } });
  assert.equal(client.getPresence("ada"), "away");
  assert.equal(client.starting, true);
  runtime.advance(5_000);
  assert.equal(client.starting, false);
  assert.equal(client.getPresence("ada"), "unknown");
  assert.deepEqual(told(events), [{ ada: "unknown" }]);
});

test("wrong options are refused with what to do", () => {
  assert.throws(() => start({ workspace: " " }), /workspace is " "; an id is a string of 1 to 128/);
  assert.throws(() => start({ workspace: "a\ud800" }), RangeError);
  assert.throws(() => start({ workspace: "x".repeat(129) }), RangeError);
  assert.throws(() => start({ awayWhen: "idle" }), /blurred, hidden, never/);
  assert.throws(() => start({ awayAfter: -1 }), /awayAfter is -1/);
  assert.throws(() => start({ idleAfter: "5" }), /idleAfter is 5/);
  assert.throws(() => start({ watch: "visible" }), /watch is visible; give one of everyone, none/);
  assert.throws(() => start({ src: "ftp://app.example/" }), /not ftp:/);
});
