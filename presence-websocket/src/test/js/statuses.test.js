// Do not disturb, invisible, notes, last seen, and watching without being present.
import assert from "node:assert/strict";
import { test } from "node:test";
import { online, start } from "./fakes.js";

const LUNCH = { text: "Lunch", emoji: "🍜", until: 1_900_000_000 };
const changesOf = (events) => events.map(({ changes }) => changes);

function reconnect({ network, runtime }, statuses = {}) {
  network.last.drop();
  runtime.advance(2_000);
  network.last.snapshot(statuses);
}

test("do not disturb, notes and last seen come with the columns of a frame", () => {
  const { client, network, events } = start();
  const more = { dnd: ["ada"], notes: { ada: LUNCH, zoe: { emoji: "🌴" } }, lastSeen: { zoe: 1_700_000_040 } };
  network.last.snapshot({ me: "active", ada: "away", zoe: "offline" }, more);
  assert.deepEqual(["ada", "me", "zoe", "nobody"].map((id) => client.getDoNotDisturb(id)), [true, false, false, false]);
  assert.deepEqual(client.getNote("ada"), { text: "Lunch", emoji: "🍜", until: 1_900_000_000_000 });
  assert.deepEqual(client.getNote("zoe"), { text: "", emoji: "🌴" });
  assert.deepEqual([client.getLastSeen("zoe"), client.getLastSeen("ada"), client.getLastSeen("nobody")], [1_700_000_040_000, undefined, undefined]);
  assert.deepEqual([client.getPresence("zoe"), client.counts], ["offline", { online: 2, away: 1 }]);
  const [changes] = changesOf(events);
  assert.deepEqual(changes.find(({ userId }) => userId === "ada"), {
    userId: "ada",
    status: "away",
    dnd: true,
    note: { text: "Lunch", emoji: "🍜", until: 1_900_000_000_000 },
  });
});

test("a change of do not disturb or of the note alone is a change, and the same again is none", () => {
  const { client, network, events } = online();
  const say = (more) => network.last.say("update", { version: 2, active: ["ada"], ...more });
  say({ dnd: ["ada"] });
  say({ dnd: ["ada"] });
  say({ dnd: ["ada"], notes: { ada: { text: "Lunch" } } });
  const note = client.getNote("ada");
  say({ dnd: ["ada"], notes: { ada: { text: "Lunch" } } });
  assert.equal(client.getNote("ada"), note, "the same object");
  assert.ok(Object.isFrozen(note));
  say({ notes: { ada: { text: "Lunch", until: 1_900_000_000 } } });
  say({});
  assert.deepEqual(changesOf(events).flat(), [
    { userId: "ada", status: "active", dnd: true },
    { userId: "ada", status: "active", dnd: true, note: { text: "Lunch", emoji: "" } },
    { userId: "ada", status: "active", note: { text: "Lunch", emoji: "", until: 1_900_000_000_000 } },
    { userId: "ada", status: "active" },
  ]);
});

test("a listed user without do not disturb and a note has none, and a snapshot that says the same is no change", () => {
  const all = online();
  const { client, network, events } = all;
  const notes = { ada: LUNCH };
  network.last.snapshot({ ada: "active", bob: "away" }, { notes, dnd: ["ada"] });
  events.length = 0;
  network.last.snapshot({ ada: "active", bob: "away" }, { notes, dnd: ["ada"] });
  assert.deepEqual(events, []);
  reconnect(all, { ada: "active", bob: "away" });
  assert.deepEqual([client.getNote("ada"), client.getDoNotDisturb("ada")], [undefined, false]);
  assert.deepEqual(changesOf(events).flat(), [{ userId: "ada", status: "active" }]);
});

test("users who are offline keep their note and when they were last seen, and are still offline", () => {
  const { client, network } = online();
  network.last.say("update", { version: 2, offline: ["ada"], notes: { ada: { emoji: "🌴" } }, lastSeen: { ada: 1_700_000_040 } });
  assert.deepEqual([client.getPresence("ada"), client.getNote("ada").emoji, client.getLastSeen("ada")], ["offline", "🌴", 1_700_000_040_000]);
  assert.deepEqual([client.counts.online, Object.keys(client.presenceMap)], [2, ["me", "bob"]]);
  network.last.update(3, { ada: "active" });
  assert.deepEqual([client.getNote("ada"), client.getLastSeen("ada")], [undefined, undefined]);
});

test("without a link for 5 s nothing is known of anyone's note either", () => {
  const { client, network, runtime } = online();
  network.last.say("update", { version: 2, active: ["ada"], dnd: ["ada"], notes: { ada: LUNCH } });
  network.last.drop();
  assert.equal(client.getDoNotDisturb("ada"), true);
  runtime.advance(5_000);
  assert.deepEqual([client.getDoNotDisturb("ada"), client.getNote("ada")], [false, undefined]);
});

test("the viewer sees itself online, and that others do not", () => {
  const { client, network, events } = online();
  assert.equal(client.invisible, false);
  network.last.say("update", { version: 2, active: ["me"], invisible: ["me"] });
  assert.deepEqual([client.invisible, client.getPresence("me")], [true, "active"]);
  assert.deepEqual(changesOf(events), [[{ userId: "me", status: "active", invisible: true }]]);
  network.last.update(3, { me: "active" });
  assert.equal(client.invisible, false);
});

test("answers carry do not disturb, notes and last seen", async () => {
  const { client, network } = online();
  const answer = client.get(["ada", "zoe"]);
  const [{ ref }] = network.last.take("get");
  network.last.say("result", { ref, away: ["ada"], offline: ["zoe"], dnd: ["ada"], notes: { zoe: LUNCH }, lastSeen: { zoe: 60 } });
  assert.deepEqual(await answer, [
    { userId: "ada", status: "away", dnd: true },
    { userId: "zoe", status: "offline", note: { ...LUNCH, until: 1_900_000_000_000 }, lastSeen: 60_000 },
  ]);
});

test("an answer makes known the note of a user who is offline, which no snapshot lists", () => {
  const { client, network, events } = online();
  client.get(["zoe", "yan", "ada"]);
  const [{ ref }] = network.last.take("get");
  network.last.say("result", { ref, offline: ["zoe", "yan", "ada"], notes: { zoe: LUNCH, ada: LUNCH }, lastSeen: { zoe: 60 } });
  assert.deepEqual([client.getNote("zoe").text, client.getLastSeen("zoe"), client.getPresence("zoe")], ["Lunch", 60_000, "offline"]);
  assert.deepEqual([client.getPresence("ada"), client.getNote("ada")], ["active", undefined], "an update says who goes offline");
  assert.deepEqual(changesOf(events).flat().map(({ userId }) => userId), ["zoe"]);
  network.last.say("update", { version: 2, offline: ["zoe"], lastSeen: { zoe: 60 } });
  assert.equal(client.getNote("zoe"), undefined, "and that a note was cleared");
});

test("columns that cannot be read harm nobody", () => {
  const { client, network, errors } = online();
  const notes = { ada: 7, bob: { text: 5, emoji: null, until: "x" }, me: { text: "" } };
  network.last.say("update", { version: 2, active: ["ada", "bob", "me", "constructor"], dnd: [7, "zoe"], notes, lastSeen: { ada: "x" } });
  assert.deepEqual(["ada", "bob", "me", "constructor"].map((id) => client.getNote(id)), Array(4).fill(undefined));
  assert.deepEqual([client.getDoNotDisturb("zoe"), client.getPresence("zoe")], [false, "offline"]);
  network.last.say("update", { version: 3, active: ["ada"], dnd: "ada" });
  network.last.say("update", { version: 3, active: ["ada"], notes: "ada" });
  assert.deepEqual(errors.map(({ message }) => message.split(" has ")[1]), ["a column dnd that is not an array", "a column notes that is not an object"]);
  const [, text] = [network.last.handlers.message('{"type":"presence:update","version":3,"active":["__proto__"],"notes":{"__proto__":{"text":"mine"}}}'), client.getNote("__proto__").text];
  assert.equal(text, "mine");
});

test("a manual status is sent with its end in seconds, and again on the next socket until the server has it", () => {
  const all = online();
  const { client, network } = all;
  client.setStatus({ status: "dnd", until: 1_900_000_000_001 });
  const [{ ref, ...frame }] = network.last.take("setStatus");
  assert.deepEqual(frame, { type: "presence:setStatus", status: "dnd", until: 1_900_000_001 });
  network.last.drop();
  client.setStatus({ status: "invisible", until: new Date(1_900_000_000_000) });
  client.setNote({ text: "Lunch" });
  all.runtime.advance(2_000);
  network.last.snapshot({});
  const types = network.last.sent.filter(({ type }) => type.startsWith("presence:set"));
  assert.deepEqual(types.map(({ status, text, until }) => [status, text, until]), [["invisible", undefined, 1_900_000_000], [undefined, "Lunch", undefined]]);
  network.last.take("ping").forEach((ping) => network.last.say("pong", { ref: ping.ref }));
  reconnect(all);
  assert.deepEqual([network.last.take("setStatus"), network.last.take("setNote")], [[], []]);
});

test("of manual statuses, however they are set, the latest counts; a note is apart from them", () => {
  const all = online();
  const { client, network, runtime } = all;
  network.last.drop();
  client.setAway();
  client.setNote({ emoji: "🌴" });
  client.setStatus({ status: "dnd" });
  client.setActive();
  client.setNote({ text: "Back soon" });
  runtime.advance(2_000);
  network.last.snapshot({});
  const sent = network.last.sent.filter(({ type }) => type.startsWith("presence:set"));
  assert.deepEqual(sent.map(({ ref, ...frame }) => frame), [{ type: "presence:setActive" }, { type: "presence:setNote", text: "Back soon" }]);
});

test("a note that is refused as too fast is sent again, and the status is not", () => {
  const { client, network, runtime, errors } = online();
  client.setStatus({ status: "dnd" });
  client.setNote({ text: "Lunch" });
  const [{ ref }] = network.last.take("setNote");
  network.last.say("error", { ref, code: "rate_limited", message: "too fast" });
  network.last.take("ping").forEach((ping) => network.last.say("pong", { ref: ping.ref }));
  network.last.take("setStatus");
  runtime.advance(1_000);
  assert.deepEqual([network.last.take("setNote").length, network.last.take("setStatus").length, errors], [1, 0, []]);
});

test("a note is cleared by null, and by one without text and emoji", () => {
  const { client, network } = online();
  client.setNote(null);
  client.setNote({ text: "", emoji: "", until: 1_900_000_000_000 });
  assert.deepEqual(network.last.take("setNote").map(({ ref, ...frame }) => frame), Array(2).fill({ type: "presence:setNote" }));
});

test("what the server would refuse is refused here, with what to do", () => {
  const { client, network } = online();
  assert.throws(() => client.setStatus({ status: "busy" }), /status is busy; give one of away, dnd, invisible, automatic/);
  assert.throws(() => client.setStatus("dnd"), RangeError);
  assert.throws(() => client.setStatus({ status: "dnd", until: 1_900_000_000 }), /until is 1900000000; give epoch milliseconds, as from Date.now\(\), or a Date/);
  assert.throws(() => client.setStatus({ status: "away", until: "soon" }), RangeError);
  assert.throws(() => client.setNote({ text: "x".repeat(141) }), /at most 140 UTF-16 units/);
  assert.throws(() => client.setNote({ emoji: "x".repeat(33) }), /at most 32 UTF-16 units/);
  assert.throws(() => client.setNote({ text: "a\nb" }), /without control characters/);
  assert.throws(() => client.setNote({ text: 7 }), /text is 7; give a string/);
  client.setNote({ text: "x".repeat(140), emoji: "👨‍👩‍👧‍👦" });
  assert.equal(network.last.sent.length, 2, "that, and a ping");
  client.close();
  assert.throws(() => client.setStatus({ status: "dnd" }), { code: "closed" });
  assert.throws(() => client.setNote(null), { code: "closed" });
});

test("a page that only observes says so in its address, and never that it is active or away", () => {
  const all = start({ observe: true });
  const { client, network, page, runtime } = all;
  assert.equal(network.last.url.search, "?observe=true");
  network.last.snapshot({ ada: "active" });
  page.hide();
  runtime.advance(1_000);
  page.show();
  assert.deepEqual(network.last.take("activity"), []);
  assert.deepEqual([client.active, client.getPresence("ada"), client.getPresence("me")], [false, "active", "offline"]);
  reconnect(all);
  assert.equal(network.last.url.search, "?observe=true");
});

test("data of connections comes on request, and the same data is the same array", () => {
  const { client, network, events } = start({ data: true });
  assert.equal(network.last.url.search, "?data=true");
  network.last.snapshot({ ada: "active" }, { data: { ada: [{ typing: true }] } });
  const before = client.getData("ada");
  assert.deepEqual([before, client.getData("nobody")], [[{ typing: true }], []]);
  network.last.say("update", { version: 2, away: ["ada"], data: { ada: [{ typing: true }] } });
  assert.equal(client.getData("ada"), before);
  network.last.update(3, { ada: "away" });
  assert.deepEqual(client.getData("ada"), []);
  assert.deepEqual(changesOf(events).at(-1), [{ userId: "ada", status: "away" }]);
});

test("what a page states of itself is stated again on the next socket, until it is cleared", () => {
  const all = online();
  const { client, network } = all;
  client.setData({ page: "pricing" }, { until: 1_900_000_000_000 });
  const frame = { type: "presence:setData", data: { page: "pricing" }, until: 1_900_000_000 };
  assert.deepEqual(network.last.take("setData"), [frame]);
  reconnect(all);
  assert.deepEqual(network.last.take("setData"), [frame]);
  client.setData(null);
  assert.deepEqual(network.last.take("setData"), [{ type: "presence:setData", data: null }]);
  reconnect(all);
  assert.deepEqual(network.last.take("setData"), []);
  for (const data of [7, [1], "x", undefined, { long: "y".repeat(520) }]) {
    assert.throws(() => client.setData(data), /give null or an object of at most 512 bytes/);
  }
});
