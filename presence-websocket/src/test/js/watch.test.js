// Which users the server sends: everyone, those of a list, and those that parts of the page follow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { framesFor } from "../../main/resources/META-INF/resources/presence/presence-watch.js";
import { columns, online, start, told } from "./fakes.js";

const rejected = (promise, code) => assert.rejects(promise, { name: "PresenceError", code });
const lists = (network) => network.last.take("watch").map(({ type, ref, ...lists }) => lists);
const large = (options) => {
  const all = start(options);
  all.network.last.snapshot({ me: "active" }, { partial: true, counts: { online: 20_000, away: 7 } });
  answer(all.network);
  all.events.length = 0;
  return all;
};

/** Answers all watches so far; users who are not in `statuses` are offline. */
function answer(network, statuses = { me: "active" }) {
  for (const { ref, userIds, add = [] } of network.last.take("watch")) {
    const asked = Object.fromEntries((userIds ?? add).map((id) => [id, statuses[id] ?? "offline"]));
    network.last.say("result", { ref, ...columns(asked) });
  }
}

test("watch resolves with all users of the list; others are unknown from then on", async () => {
  const { client, network, events } = online();
  const promise = client.watch(["ada", "zoe"]);
  const [{ ref, userIds }] = network.last.take("watch");
  assert.deepEqual(userIds, ["me", "ada", "zoe"]);
  network.last.result(ref, { zoe: "away" });
  assert.deepEqual(await promise, [{ userId: "ada", status: "active" }, { userId: "zoe", status: "away" }]);
  assert.deepEqual(told(events), [{ bob: "unknown", zoe: "away" }]);
  assert.equal(client.partial, true);
});

test("watch for everyone resolves with the snapshot that carries its ref", async () => {
  const { client, network, runtime } = online();
  client.watch(["ada"]);
  answer(network, { ada: "active" });
  runtime.advance(1_000);
  let answered = false;
  const promise = client.watch(null).then((all) => (answered = all));
  const [{ ref, userIds }] = network.last.take("watch");
  assert.equal(userIds, null);
  network.last.snapshot({ me: "active", ada: "away" }, { partial: true, version: 3 });
  await Promise.resolve();
  assert.equal(answered, false, "that was a snapshot of the list");
  assert.equal(client.getPresence("bob"), "unknown");
  network.last.snapshot({ bob: "away" }, { version: 4, ref });
  assert.deepEqual(await promise, [{ userId: "bob", status: "away" }]);
  assert.deepEqual([client.getPresence("ada"), client.partial], ["offline", false]);
});

test("a link lost before everyone came: the first snapshot of the next socket is the answer", async () => {
  const { client, network, runtime } = online();
  client.watch(["ada"]);
  answer(network);
  runtime.advance(1_000);
  const promise = client.watch(null);
  network.last.drop();
  runtime.advance(2_000);
  assert.equal(network.last.url.searchParams.has("watch"), false);
  network.last.snapshot({ bob: "away" });
  assert.deepEqual((await promise).map(({ userId }) => userId), ["bob"]);
  assert.equal(client.getPresence("cy"), "offline");
  assert.deepEqual(lists(network), []);
});

test("a list that changes fast is sent a few times a second, the latest one always", async () => {
  const { client, network, runtime } = online();
  const promises = ["a", "b", "c", "d"].map((id) => client.watch([id]));
  assert.deepEqual(lists(network), [{ userIds: ["me", "a"] }]);
  runtime.advance(250);
  const [frame] = network.last.take("watch");
  assert.deepEqual([frame.add, frame.remove], [["d"], ["a"]]);
  runtime.advance(1_000);
  assert.deepEqual(lists(network), []);
  await Promise.all(promises.slice(0, 3).map((promise) => rejected(promise, "superseded")));
  network.last.say("error", { ref: frame.ref, code: "rate_limited", message: "too fast" });
  runtime.advance(1_000);
  assert.deepEqual(lists(network), [{ add: ["d"], remove: ["a"] }]);
});

test("a socket of a list begins with nobody, asks for the list at once, and its users do not flicker", () => {
  const { client, network, runtime, events } = online();
  client.watch(["ada", "zoe"]);
  answer(network, { me: "active", ada: "active" });
  network.last.drop();
  runtime.advance(2_000);
  events.length = 0;
  assert.equal(network.last.url.searchParams.get("watch"), "none");
  network.last.snapshot({ me: "active" }, { partial: true, counts: { online: 3, away: 1 } });
  assert.deepEqual([client.getPresence("ada"), client.getPresence("zoe")], ["active", "offline"]);
  assert.deepEqual(events, []);
  answer(network, { me: "active", ada: "away" });
  assert.deepEqual(told(events), [{ ada: "away" }]);
});

test("after 5 s without a link nobody of the list is shown as before", () => {
  const { client, network, runtime } = online();
  client.watch(["ada"]);
  answer(network, { ada: "active" });
  network.last.drop();
  runtime.advance(2_000);
  runtime.advance(3_000);
  network.last.snapshot({ me: "active" }, { partial: true });
  assert.equal(client.getPresence("ada"), "unknown");
  answer(network, { ada: "active" });
  assert.equal(client.getPresence("ada"), "active");
});

test("with watch none the client begins with nobody", () => {
  const { client, network } = start({ watch: "none" });
  assert.equal(network.last.url.searchParams.get("watch"), "none");
  network.last.snapshot({ me: "active" }, { partial: true, counts: { online: 3, away: 1 } });
  assert.deepEqual([client.getPresence("ada"), client.partial], ["unknown", true]);
  assert.deepEqual(client.counts, { online: 3, away: 1 });
  assert.deepEqual(lists(network), [{ add: ["me"] }]);
});

test("counts are the client's own while it knows everyone, and the server's while it does not", () => {
  const { client, network, events } = online();
  assert.deepEqual(client.counts, { online: 3, away: 1 });
  network.last.update(2, { ada: "away", zoe: "active" });
  assert.deepEqual(client.counts, { online: 4, away: 2 });
  assert.deepEqual(events.at(-1).counts, { online: 4, away: 2 });
  network.last.say("counts", { online: 9, away: 9 });
  assert.deepEqual(client.counts, { online: 4, away: 2 });
  network.last.snapshot({ me: "active" }, { partial: true, counts: { online: 1_500, away: 20 }, version: 3 });
  assert.deepEqual(client.counts, { online: 1_500, away: 20 });
  events.length = 0;
  network.last.say("counts", { online: 1_501, away: 21 });
  assert.deepEqual(client.counts, { online: 1_501, away: 21 });
  assert.deepEqual(events, [{ changes: [], everyone: false, counts: { online: 1_501, away: 21 } }]);
  network.last.snapshot({ me: "away" }, { version: 4 });
  assert.deepEqual(client.counts, { online: 1, away: 1 });
});

test("counts are null before the first snapshot and after 5 s without a link", () => {
  const { client, network, runtime } = start();
  assert.equal(client.counts, null);
  network.last.snapshot({ me: "active" });
  network.last.drop();
  runtime.chance = 1;
  runtime.advance(4_999);
  assert.deepEqual(client.counts, { online: 1, away: 0 });
  runtime.advance(1);
  assert.equal(client.counts, null);
});

test("while the server sends everyone, following costs no request and no timer", () => {
  const { client, network, runtime } = online();
  const pending = runtime.pending;
  client.follow(["zoe"]);
  assert.deepEqual([runtime.pending, lists(network)], [pending, []]);
});

test("in a large workspace followed users are watched, in batches", () => {
  const { client, network, runtime, events } = large();
  client.follow(["ada", "bob"]);
  client.follow(["bob", "cy"]);
  assert.deepEqual(["ada", "bob"].map(client.getPresence), ["unknown", "unknown"]);
  runtime.advance(249);
  assert.deepEqual(lists(network), []);
  runtime.advance(1);
  const [{ ref, add }] = network.last.take("watch");
  assert.deepEqual(add, ["ada", "bob", "cy"]);
  network.last.result(ref, { ada: "active", bob: "away", cy: "offline" });
  assert.deepEqual(told(events), [{ ada: "active", bob: "away", cy: "offline" }]);
  assert.equal(client.getPresence("dan"), "unknown");
  network.last.update(2, { cy: "active" });
  assert.equal(client.getPresence("cy"), "active");
});

test("a user is watched until 5 s after the last one who followed", () => {
  const { client, network, runtime } = large();
  const releases = [client.follow(["ada"]), client.follow(["ada"])];
  runtime.advance(250);
  answer(network, { ada: "away" });
  releases[0]();
  releases[0]();
  runtime.advance(6_000);
  assert.deepEqual(lists(network), [], "another one follows still");
  releases[1]();
  runtime.advance(4_999);
  client.follow(["ada"])();
  runtime.advance(4_999);
  assert.deepEqual(lists(network), [], "a return begins the 5 s anew");
  runtime.advance(251);
  const [{ ref, remove }] = network.last.take("watch");
  assert.deepEqual(remove, ["ada"]);
  network.last.update(2, { ada: "active" });
  assert.equal(client.getPresence("ada"), "active", "the server still sends the user");
  network.last.result(ref, {});
  assert.equal(client.getPresence("ada"), "unknown");
});

test("a user who is followed again before the server has answered the removal stays known", () => {
  const { client, network, runtime } = large();
  const release = client.follow(["ada"]);
  runtime.advance(250);
  answer(network, { ada: "away" });
  release();
  runtime.advance(5_250);
  const [removal] = network.last.take("watch");
  client.follow(["ada"]);
  runtime.advance(250);
  const [addition] = network.last.take("watch");
  network.last.result(removal.ref, {});
  assert.equal(client.getPresence("ada"), "away");
  network.last.result(addition.ref, { ada: "active" });
  assert.equal(client.getPresence("ada"), "active");
});

test("when a workspace grows too large, followed users do not flicker", () => {
  const { client, network, events } = online();
  client.follow(["ada", "zoe"]);
  network.last.snapshot({ me: "active" }, { partial: true, version: 2, counts: { online: 1_001, away: 0 } });
  assert.deepEqual(["ada", "zoe", "bob"].map(client.getPresence), ["active", "unknown", "unknown"]);
  const [{ ref, add }] = network.last.take("watch");
  assert.deepEqual(add, ["me", "ada", "zoe"]);
  network.last.result(ref, { me: "active", ada: "active", zoe: "offline" });
  assert.deepEqual(told(events), [{ bob: "unknown" }, { zoe: "offline" }]);
});

test("when it is small again everyone is known, and it may grow again", () => {
  const { client, network, runtime } = large();
  client.follow(["ada"]);
  runtime.advance(250);
  answer(network);
  network.last.snapshot({ me: "active", bob: "away" }, { version: 2 });
  assert.deepEqual(["ada", "bob"].map(client.getPresence), ["offline", "away"]);
  assert.deepEqual([client.partial, lists(network)], [false, [{ remove: ["me", "ada"] }]]);
  network.last.snapshot({ me: "active" }, { partial: true, version: 3 });
  assert.deepEqual(lists(network), [{ add: ["me", "ada"] }]);
});

test("after a partial snapshot on the same socket the users are added again, and others removed", () => {
  const { client, network, runtime } = large();
  const release = client.follow(["ada"]);
  client.follow(["bob"]);
  runtime.advance(250);
  answer(network, { ada: "active", bob: "active" });
  release();
  runtime.advance(5_000);
  network.last.snapshot({ me: "active" }, { partial: true, version: 9 });
  assert.deepEqual([client.getPresence("bob"), client.getPresence("ada")], ["active", "unknown"]);
  assert.deepEqual(lists(network), [{ add: ["me", "bob"], remove: ["ada"] }]);
});

test("users whom the answer does not list are requested, in case the server watched them already", () => {
  const { client, network, runtime } = large();
  client.follow(["ada"]);
  runtime.advance(250);
  const [{ ref }] = network.last.take("watch");
  network.last.result(ref, {});
  const [get] = network.last.take("get");
  assert.deepEqual(get.userIds, ["ada"]);
  network.last.say("error", { ref: get.ref, code: "rate_limited", message: "too fast" });
  runtime.advance(1_000);
  network.last.result(network.last.take("get")[0].ref, { ada: "away" });
  assert.equal(client.getPresence("ada"), "away");
});

test("a watch that is refused as unavailable is in force; its users are requested when the store is back", async () => {
  const { client, network } = online();
  const promise = client.watch(["ada", "zoe"]);
  network.last.say("stale", { stale: true });
  network.last.say("error", { ref: network.last.take("watch")[0].ref, code: "unavailable", message: "no store" });
  await rejected(promise, "unavailable");
  assert.deepEqual(["ada", "bob", "zoe"].map(client.getPresence), ["active", "unknown", "unknown"]);
  network.last.say("stale", { stale: false });
  const [{ ref, userIds }] = network.last.take("get");
  assert.deepEqual(userIds, ["zoe"]);
  network.last.result(ref, { zoe: "active" });
  assert.equal(client.getPresence("zoe"), "active");
});

test("on a new socket users of a refused watch are unknown, not as they were on the old one", () => {
  const { client, network, runtime } = large();
  client.follow(["ada"]);
  runtime.advance(250);
  answer(network, { ada: "active" });
  network.last.drop();
  runtime.advance(2_000);
  network.last.snapshot({ me: "active" }, { partial: true, stale: true });
  assert.equal(client.getPresence("ada"), "active");
  network.last.say("error", { ref: network.last.take("watch")[0].ref, code: "unavailable", message: "no store" });
  assert.equal(client.getPresence("ada"), "unknown");
});

test("a long list is sent in frames that the server takes", async () => {
  const { client, network } = online();
  const ids = Array.from({ length: 4_999 }, (_, i) => `u${i}`);
  const promise = client.watch(ids);
  const frames = network.last.take("watch");
  assert.deepEqual(frames.map(({ userIds, add }) => [userIds?.length, add?.length]), [
    [1_000, undefined],
    ...Array(4).fill([undefined, 1_000]),
  ]);
  frames.forEach(({ ref, userIds, add }) => network.last.result(ref, Object.fromEntries((userIds ?? add).map((id) => [id, "away"]))));
  assert.equal((await promise).filter(({ status }) => status === "away").length, 4_999);
});

test("a listener that watches at a snapshot sends its list once", () => {
  const { client, network } = start();
  const release = client.subscribeConnection(() => client.watch(["ada"]));
  network.last.snapshot({ me: "active" });
  assert.deepEqual(lists(network), [{ userIds: ["me", "ada"] }]);
  release();
});

test("an id that no user can have is not watched, so that the others are", () => {
  const { client, network, runtime } = large();
  client.follow(["", " ", "x".repeat(129), "a\ud800", "ada"]);
  runtime.advance(250);
  assert.deepEqual(lists(network), [{ add: ["ada"] }]);
});

test("more users than the server watches are left out", () => {
  const { client, network, runtime } = large();
  client.follow(Array.from({ length: 6_000 }, (_, i) => `u${i}`));
  runtime.advance(250);
  assert.equal(lists(network).flatMap(({ add }) => add).length, 4_999, "and the viewer");
});

test("a closed client leaves no timer, and follows again when it is opened", () => {
  const { client, network, runtime } = large();
  client.follow(["ada"]);
  client.follow(["bob"])();
  client.close();
  client.follow(["cy"])();
  assert.equal(runtime.pending, 0);
  client.reconnect();
  network.last.snapshot({ me: "active" }, { partial: true });
  assert.deepEqual(lists(network), [{ add: ["me", "ada"] }]);
});

test("what to send is the difference, and the whole list only when the kind changes", () => {
  const of = (everyone, ...ids) => ({ everyone, ids: new Set(ids) });
  assert.deepEqual(framesFor(of(true), of(true)), []);
  assert.deepEqual(framesFor(of(true), of(true, "a")), [{ add: ["a"] }]);
  assert.deepEqual(framesFor(of(false, "a", "b"), of(false, "b", "c")), [{ add: ["c"], remove: ["a"] }]);
  assert.deepEqual(framesFor(of(true, "a"), of(false, "b")), [{ userIds: ["b"] }]);
  assert.deepEqual(framesFor(of(true), of(false)), [{ userIds: [] }]);
  assert.deepEqual(framesFor(of(false, "a"), of(true)), [{ userIds: null }]);
});
