// Pages that sleep, clocks that are set, tries that hang, lists that are too long.
import assert from "node:assert/strict";
import { test } from "node:test";
import { online, start, told } from "./fakes.js";

const said = (network) => network.last.take("activity").map((frame) => frame.active);

test("a try that hangs since before the page slept is given up when it wakes", () => {
  for (const kind of ["show", "online"]) {
    const { network, runtime, page } = online();
    network.last.drop();
    runtime.advance(1_000);
    const hanging = network.last;
    runtime.sleep(5_000);
    kind === "show" ? page.show() : page.see(kind);
    assert.equal(network.sockets.length, 3, kind);
    assert.equal(hanging.closed, 4000, "not 1000, which would be a leave");
    hanging.snapshot({ ada: "offline" });
    network.last.snapshot({ ada: "active" });
    assert.equal(network.sockets.length, 3);
  }
});

test("a token that hangs since before the page slept is asked for anew", async () => {
  const tokens = [];
  const { network, runtime, page } = start({ token: () => new Promise((resolve) => tokens.push(resolve)) });
  runtime.advance(5_000);
  page.show();
  assert.equal(tokens.length, 2);
  tokens[1]("second");
  tokens[0]("first");
  await Promise.resolve();
  assert.deepEqual(network.sockets.map(({ url }) => url.searchParams.get("token")), ["second"]);
});

test("a server that went while the page was hidden is noticed 5 s after the return", () => {
  const { client, network, runtime, page } = online();
  page.hide();
  runtime.advance(3_600_000);
  page.show();
  runtime.advance(4_999);
  assert.equal(client.connection.state, "open");
  runtime.advance(1);
  assert.equal(client.connection.reason, "no_answer");
  assert.equal(network.last.closed, 4000);
});

test("a clock that is set back keeps nobody from being idle", () => {
  const { client, runtime } = online({}, { idleAfter: 60_000 });
  runtime.advance(1_000);
  runtime.setClock(-3_600_000);
  runtime.advance(122_000);
  assert.equal(client.active, false);
});

test("a clock that is set does not end a link that answers", () => {
  const { client, network, runtime } = online();
  for (const by of [3_600_000, -7_200_000, 3_600_000]) {
    runtime.advance(25_000);
    runtime.setClock(by);
    network.last.take("ping").forEach(({ ref }) => network.last.say("pong", { ref }));
    runtime.advance(10_000);
    assert.equal(client.connection.state, "open");
    network.last.update(2, { ada: "away" });
  }
});

test("times that a timer cannot hold are refused", () => {
  assert.throws(() => start({ idleAfter: 2 ** 31 }), /idleAfter is 2147483648; give milliseconds, 0 to 2147483647/);
  assert.throws(() => start({ awayAfter: 3e9 }), RangeError);
  start({ idleAfter: 2 ** 31 - 1 }).client.close();
});

test("a page that was to go and is seen again counts again", () => {
  const { network, page, runtime } = online();
  page.see("pagehide");
  page.hide();
  runtime.advance(5_000);
  page.show();
  page.hide();
  runtime.advance(1_000);
  assert.deepEqual(said(network), [false]);
});

test("a hidden page that connects says so, and comes back at once", () => {
  const { network, page, runtime } = online();
  page.hide();
  runtime.advance(1_000);
  network.last.drop(1012);
  runtime.advance(2_000);
  assert.equal(network.last.url.searchParams.get("active"), "false");
  page.show();
  network.last.snapshot({});
  assert.deepEqual(said(network), [true]);
});

test("one id is not a list: its letters would be", () => {
  const { client, network } = online();
  assert.throws(() => client.get("ada"), /a list of ids, such as \["ada"\]/);
  assert.throws(() => client.watch("ada"), TypeError);
  assert.throws(() => client.get(undefined), TypeError);
  assert.deepEqual(network.last.sent, []);
});

test("a list too long for the server is refused here, and the socket lives", async () => {
  const { client, network, runtime } = online();
  const many = Array.from({ length: 1_001 }, (_, i) => `u${i}`);
  const long = Array.from({ length: 1_000 }, (_, i) => `${i}`.padStart(128, "ä"));
  for (const ids of [many, long]) {
    await assert.rejects(client.get(ids), { code: "too_large" });
  }
  await assert.rejects(client.watch(Array.from({ length: 5_001 }, (_, i) => `u${i}`)), { code: "too_large" });
  assert.equal(client.getPresence("ada"), "active", "what was watched before still is");
  network.last.drop();
  runtime.advance(2_000);
  network.last.snapshot({});
  assert.deepEqual(network.last.sent, []);
});

test("a manual status that is refused as too fast is sent again", () => {
  const { client, network, runtime, errors } = online();
  client.setAway();
  const [{ ref }] = network.last.take("setAway");
  const [ping] = network.last.take("ping");
  network.last.say("error", { ref, code: "rate_limited", message: "too fast" });
  network.last.say("pong", { ref: ping.ref });
  runtime.advance(1_000);
  assert.equal(network.last.take("setAway").length, 1);
  network.last.say("pong", { ref: network.last.take("ping")[0].ref });
  network.last.drop();
  runtime.advance(2_000);
  network.last.snapshot({});
  assert.equal(network.last.take("setAway").length, 0, "the server has it");
  assert.deepEqual(errors, []);
});

test("after a restart of the server its versions begin anew", () => {
  const { client, network, runtime, events } = online({ ada: "active", bob: "away" });
  network.last.update(9_000, { bob: "active" });
  events.length = 0;
  network.last.drop(1012);
  runtime.advance(2_000);
  network.last.snapshot({ ada: "active", bob: "active" }, { version: 1 });
  assert.deepEqual(events, []);
  network.last.update(2, { ada: "away" });
  assert.deepEqual(told(events), [{ ada: "away" }]);
  assert.equal(client.connection.state, "open");
});
