import assert from "node:assert/strict";
import { test } from "node:test";
import { online, start, told } from "./fakes.js";

const rejected = (promise, code) => assert.rejects(promise, (error) => error.name === "PresenceError" && error.code === code);

test("get resolves with the answer of its ref", async () => {
  const { client, network } = online();
  const first = client.get(["ada"]);
  const second = client.get(["zoe"]);
  const [a, b] = network.last.take("get");
  assert.deepEqual(a.userIds, ["ada"]);
  network.last.say("result", { ref: b.ref, members: [{ userId: "zoe", status: "offline" }] });
  network.last.say("result", { ref: a.ref, members: [{ userId: "ada", status: "away", since: 4 }] });
  assert.deepEqual(await first, [{ userId: "ada", status: "away", since: 4 }]);
  assert.deepEqual(await second, [{ userId: "zoe", status: "offline" }]);
  assert.equal(client.getPresence("ada"), "active", "an answer is not an update");
});

test("a refused request is refused with the server's code, and others go on", async () => {
  const { client, network, errors } = online();
  const promise = client.get(["ada"]);
  network.last.say("error", { ref: network.last.take("get")[0].ref, code: "unavailable", message: "no store" });
  await rejected(promise, "unavailable");
  network.last.say("error", { code: "rate_limited", message: "too fast" });
  assert.deepEqual(errors.map((error) => error.code), ["rate_limited"]);
  assert.equal(client.connection.state, "open");
});

test("what is asked before the link is there waits, and is asked again on the next socket", async () => {
  const { client, network, runtime } = start();
  const promise = client.get(["ada"]);
  assert.equal(network.last.sent.length, 0);
  network.last.snapshot({});
  const [first] = network.last.take("get");
  network.last.drop();
  runtime.advance(2_000);
  network.last.snapshot({});
  const [again] = network.last.take("get");
  assert.deepEqual(again, first);
  network.last.say("result", { ref: again.ref, members: [] });
  assert.deepEqual(await promise, []);
});

test("a request without an answer ends after 10 s, but not because the page slept", async () => {
  const { client, runtime, network } = online();
  const promise = client.get(["ada"]);
  runtime.sleep(60_000);
  runtime.advance(9_000);
  network.last.say("stale", { stale: false });
  runtime.advance(1_000);
  await rejected(promise, "timeout");
});

test("requests have a bound, and end with the client", async () => {
  const { client } = online();
  const waiting = Array.from({ length: 16 }, () => client.get(["ada"]));
  await rejected(client.get(["ada"]), "busy");
  client.close();
  await Promise.all(waiting.map((promise) => rejected(promise, "closed")));
  await rejected(client.get(["ada"]), "closed");
  await rejected(client.watch(["ada"]), "closed");
  assert.throws(() => client.setAway(), (error) => error.code === "closed");
});

test("watch resolves with all watched, whoever else is unknown from then on", async () => {
  const { client, network, events } = online();
  const promise = client.watch(["ada", "zoe"]);
  assert.equal(client.getPresence("bob"), "unknown");
  const [frame] = network.last.take("watch");
  assert.deepEqual(frame.userIds, ["ada", "zoe"]);
  network.last.say("result", { ref: frame.ref, members: [{ userId: "zoe", status: "away", since: 9 }] });
  assert.deepEqual(await promise, [
    { userId: "ada", status: "active", since: 1 },
    { userId: "zoe", status: "away", since: 9 },
  ]);
  assert.deepEqual(told(events), [{ me: "unknown", bob: "unknown" }, { zoe: "away" }]);
});

test("watch for everybody resolves with the snapshot", async () => {
  const { client, network, runtime } = online();
  client.watch(["ada"]);
  runtime.advance(1_000);
  const promise = client.watch(null);
  const { ref, userIds } = network.last.take("watch").at(-1);
  assert.equal(userIds, null);
  network.last.snapshot({ bob: "away" }, { ref });
  assert.deepEqual(await promise, [{ userId: "bob", status: "away", since: 1 }]);
  assert.equal(client.getPresence("ada"), "offline");
});

test("a list that changes fast is sent a few times a second, the latest one always", async () => {
  const { client, network, runtime } = online();
  const lists = ["a", "b", "c", "d"].map((id) => client.watch([id]));
  assert.deepEqual(network.last.take("watch").map((frame) => frame.userIds), [["a"]]);
  runtime.advance(250);
  const sent = network.last.take("watch");
  assert.deepEqual(sent.map((frame) => frame.userIds), [["d"]]);
  runtime.advance(1_000);
  assert.equal(network.last.take("watch").length, 0);
  await Promise.all(lists.slice(0, 3).map((promise) => rejected(promise, "superseded")));
  network.last.say("error", { ref: sent[0].ref, code: "rate_limited", message: "too fast" });
  runtime.advance(1_000);
  network.last.say("result", { ref: network.last.take("watch")[0].ref, members: [] });
  assert.equal((await lists[3])[0].userId, "d");
});

test("a watch is said again on the next socket", () => {
  const { client, network, runtime, events } = online();
  client.watch(["ada"]);
  network.last.say("result", { ref: network.last.take("watch")[0].ref, members: [] });
  network.last.drop();
  runtime.advance(2_000);
  events.length = 0;
  network.last.snapshot({ ada: "active", bob: "active" });
  assert.deepEqual(network.last.take("watch").map((frame) => frame.userIds), [["ada"]]);
  assert.deepEqual(events, [], "bob is not watched, ada is as before");
});

test("a watch that could not be answered is said again when the store is back", () => {
  const { client, network } = online();
  client.watch(["zoe"]).catch(() => {});
  network.last.say("error", { ref: network.last.take("watch")[0].ref, code: "unavailable", message: "no store" });
  network.last.say("stale", { stale: true });
  assert.equal(network.last.take("watch").length, 0);
  network.last.say("stale", { stale: false });
  assert.equal(network.last.take("watch").length, 1);
});

test("an act by hand is sent, and sent again when the link went before it was heard", () => {
  const { client, network, runtime } = online();
  client.setAway();
  assert.deepEqual(network.last.sent.map((frame) => frame.type), ["presence:setAway", "presence:ping"]);
  network.last.drop();
  client.setActive();
  runtime.advance(2_000);
  network.last.snapshot({});
  assert.equal(network.last.take("setAway").length, 0, "only the latest counts");
  assert.equal(network.last.take("setActive").length, 1);
  network.last.say("pong", { ref: network.last.take("ping")[0].ref });
  network.last.drop();
  runtime.advance(2_000);
  network.last.snapshot({});
  assert.equal(network.last.take("setActive").length, 0, "the server has it");
});
