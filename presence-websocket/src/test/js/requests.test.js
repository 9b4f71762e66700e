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
  network.last.result(b.ref, { zoe: "offline" });
  network.last.say("result", { ref: a.ref, away: ["ada"], since: { away: [4] } });
  assert.deepEqual(await first, [{ userId: "ada", status: "away", since: 4_000 }]);
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
  network.last.result(again.ref, {});
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

test("a manual status is sent, and sent again when the link was lost before the server had it", () => {
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

test("list resolves with a page of the online users, and where the next one begins", async () => {
  const { client, network } = online();
  const first = client.list({ limit: 2 });
  const [{ ref, ...frame }] = network.last.take("list");
  assert.deepEqual(frame, { type: "presence:list", limit: 2 });
  network.last.say("page", { ref, active: ["ada"], away: ["bob"], next: "b" });
  assert.deepEqual(await first, { users: [{ userId: "ada", status: "active" }, { userId: "bob", status: "away" }], next: "b" });
  const last = client.list({ after: "b", limit: 2 });
  const [{ ref: second, after }] = network.last.take("list");
  assert.equal(after, "b");
  network.last.say("page", { ref: second });
  assert.deepEqual(await last, { users: [] });
});

test("a list that is refused is refused with the server's code, and is repeated on the next socket", async () => {
  const { client, network, runtime } = online();
  const refused = client.list();
  network.last.say("error", { ref: network.last.take("list")[0].ref, code: "unavailable", message: "no store" });
  await rejected(refused, "unavailable");
  const repeated = client.list({ after: "x" });
  network.last.drop();
  runtime.advance(2_000);
  network.last.snapshot({});
  network.last.say("page", { ref: network.last.take("list")[0].ref, active: ["ada"] });
  assert.equal((await repeated).users.length, 1);
  client.close();
  await rejected(client.list(), "closed");
});

test("times are there on request, in milliseconds", () => {
  const { client, network } = start({ since: true });
  assert.equal(network.last.url.searchParams.get("since"), "true");
  network.last.snapshot({ ada: "active", bob: "away" }, { since: { active: [1_700_000_000], away: [] } });
  assert.deepEqual([client.getSince("ada"), client.getSince("bob")], [1_700_000_000_000, undefined]);
  network.last.update(2, { ada: "offline" });
  assert.equal(client.getSince("ada"), undefined);
});
