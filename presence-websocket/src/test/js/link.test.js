import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { online, start, told } from "./fakes.js";
import { retryDelay, socketUrl, verdictOf } from "../../main/resources/META-INF/resources/presence/presence.js";

const url = (more) => socketUrl({ src: "/presence", base: "https://app.example/x/y", workspace: "acme", ...more });

test("addresses", () => {
  assert.equal(url(), "wss://app.example/presence/acme");
  assert.equal(url({ active: false, token: "a b+c" }), "wss://app.example/presence/acme?active=false&token=a%20b%2Bc");
  assert.equal(url({ src: "http://other.example:8080/presence/?v=1#x" }), "ws://other.example:8080/presence/acme?v=1");
  assert.equal(url({ src: "ws://other.example/p", base: undefined }), "ws://other.example/p/acme");
  assert.equal(url({ workspace: "ä b?#;" }), "wss://app.example/presence/%C3%A4%20b%3F%23%3B");
  assert.equal(url({ watch: "none", since: true, token: "t" }), "wss://app.example/presence/acme?watch=none&since=true&token=t");
});

test("workspaces that a path cannot carry go as a parameter", () => {
  for (const workspace of ["a/b", "a\\b", "50%", ".", ".."]) {
    assert.equal(url({ workspace }), `wss://app.example/presence?workspace=${encodeURIComponent(workspace)}`);
  }
  assert.equal(url({ workspace: "..." }), "wss://app.example/presence/...");
});

test("windows grow from 2 s to 30 s, with full jitter, and are long at once for whom the server sent away", () => {
  const windows = (slow) => [0, 1, 2, 3, 4, 50].map((attempt) => retryDelay({ attempt, slow, random: 1 }));
  assert.deepEqual(windows(false), [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  assert.deepEqual(windows(true), [30_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
  assert.equal(retryDelay({ attempt: 3, slow: false, random: 0 }), 0);
  assert.deepEqual([0, 1].map((random) => retryDelay({ attempt: 5, slow: false, random, refused: true })), [60_000, 300_000]);
});

test("a lost link is tried again after a random time within 2 s", () => {
  for (const code of [1000, 1001, 1006, 1012, 4408]) {
    const { network, runtime, client } = online();
    runtime.chance = 0.25;
    network.last.drop(code);
    assert.equal(client.connection.state, "lost");
    runtime.advance(499);
    assert.equal(network.sockets.length, 1, code);
    runtime.advance(1);
    assert.equal(network.sockets.length, 2, code);
  }
});

test("the backoff grows until a snapshot comes, not until a socket opens", () => {
  const { network, runtime } = online();
  const waits = [];
  const drop = () => {
    const sockets = network.sockets.length;
    network.last.drop();
    const from = runtime.now();
    while (network.sockets.length === sockets) {
      runtime.advance(100);
    }
    waits.push(runtime.now() - from);
  };
  [1, 2, 3, 4, 5, 6].forEach(drop);
  network.last.snapshot({});
  drop();
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 1_000]);
});

/** Lets the present try fail; how long it takes until the next one. */
function waitAfterDrop(network, runtime) {
  const sockets = network.sockets.length;
  network.last.drop();
  const from = runtime.now();
  while (network.sockets.length === sockets) {
    runtime.advance(1_000);
  }
  return runtime.now() - from;
}

test("a server that never answered is tried fast five times, then every 1 to 5 minutes, with one warning", () => {
  const warn = mock.method(console, "warn", () => {});
  const { network, runtime, page } = start({ token: "secret" });
  runtime.chance = 1;
  const waits = [1, 2, 3, 4, 5, 6].map(() => waitAfterDrop(network, runtime));
  assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 300_000, 300_000]);
  network.last.drop();
  page.show();
  assert.equal(network.sockets.length, 8, "a user who looks at the page does not wait");
  const calls = warn.mock.calls.map((call) => call.arguments);
  warn.mock.restore();
  assert.equal(calls.length, 1);
  assert.match(calls[0][0], /wss:\/\/app\.example\/presence\/acme failed.*allowedOrigins/);
  assert.doesNotMatch(calls[0][0], /secret/);
});

test("a server that answered once is never taken for one that refuses the page", () => {
  const warn = mock.method(console, "warn", () => {});
  const { network, runtime } = online();
  runtime.chance = 1;
  const waits = Array.from({ length: 20 }, () => waitAfterDrop(network, runtime));
  const calls = warn.mock.callCount();
  warn.mock.restore();
  assert.equal(Math.max(...waits), 30_000);
  assert.equal(calls, 0);
});

test("a link that was lost stays lost until the snapshot, with the latest reason", () => {
  const { network, runtime, connections } = online();
  network.last.drop(1012);
  runtime.advance(1_000);
  network.last.drop(1006);
  runtime.advance(2_000);
  network.last.snapshot({});
  assert.deepEqual(connections, [
    { state: "lost", reason: "server_stopping", code: 1012 },
    { state: "lost", reason: "link_lost", code: 1006 },
    { state: "open", reason: null, code: null },
  ]);
  assert.ok(connections.every(Object.isFrozen));
});

test("4401 and 4403 stop it, and say why", () => {
  for (const [code, reason] of [[4401, "not_authenticated"], [4403, "not_allowed"]]) {
    const { client, network, runtime, page } = online();
    network.last.drop(code);
    assert.deepEqual(client.connection, { state: "closed", reason, code });
    assert.equal(client.getPresence("ada"), "unknown");
    runtime.advance(3_600_000);
    page.show();
    page.see("online");
    assert.equal(network.sockets.length, 1);
    assert.equal(runtime.pending, 0);
  }
});

test("every close code has a verdict", () => {
  assert.deepEqual(verdictOf(1013), { reason: "overloaded", again: true, slow: true });
  assert.deepEqual([4409, 4429, 1012, 1006].map((code) => verdictOf(code).slow), [true, true, false, false]);
});

test("after a reconnect only true differences are told", () => {
  const { network, runtime, events } = online({ me: "active", ada: "active", bob: "away", cy: "away" });
  network.last.drop();
  runtime.advance(1_000);
  network.last.snapshot({ me: "active", ada: "active", bob: "active", dan: "away" }, { version: 0 });
  assert.deepEqual(told(events), [{ bob: "active", cy: "offline", dan: "away" }]);
  assert.equal(events[0].everyone, false);
});

test("after a reconnect that changed nothing nothing is told", () => {
  const { network, runtime, events, client } = online({ ada: "active" });
  const map = client.presenceMap;
  network.last.drop();
  runtime.advance(1_000);
  network.last.snapshot({ ada: "active" }, { version: 0 });
  runtime.advance(20_000);
  assert.deepEqual(events, []);
  assert.equal(client.presenceMap, map);
});

test("the last state stays for 5 s, then everybody is unknown, never offline, until it is back", () => {
  const { client, network, runtime, events, connections } = online({ ada: "active" });
  network.last.drop();
  assert.equal(connections.at(-1).state, "lost", "a banner shows at once");
  runtime.advance(1_000);
  network.last.drop();
  runtime.advance(3_999);
  assert.equal(client.getPresence("ada"), "active");
  assert.equal(client.getPresence("nobody"), "offline");
  assert.deepEqual(events, []);
  runtime.advance(1);
  assert.equal(client.getPresence("ada"), "unknown");
  assert.equal(client.getPresence("nobody"), "unknown");
  assert.deepEqual(Object.keys(client.presenceMap), []);
  assert.equal(client.getSince("ada"), undefined);
  assert.deepEqual(told(events), [{ ada: "unknown" }]);
  client.reconnect();
  network.last.update(0, { ada: "away" });
  assert.equal(client.getPresence("ada"), "unknown", "only a snapshot brings it back");
  network.last.snapshot({ ada: "active" });
  assert.deepEqual(told(events).at(-1), { ada: "active" });
  assert.equal(events.at(-1).everyone, true);
});

test("what an older socket still says is not heard", () => {
  const { client, network, runtime } = online({ ada: "active" });
  const old = network.last;
  old.drop();
  runtime.advance(1_000);
  network.last.snapshot({ ada: "active" });
  old.update(9, { ada: "offline" });
  old.drop(4403);
  assert.equal(client.getPresence("ada"), "active");
  assert.equal(client.connection.state, "open");
});

test("it tries at once when the page becomes visible or the network returns", () => {
  for (const wake of [(page) => page.show(), (page) => page.see("online"), (page) => page.see("resume")]) {
    const { network, runtime, page } = online();
    runtime.chance = 1;
    network.last.drop();
    wake(page);
    assert.equal(network.sockets.length, 2);
    wake(page);
    assert.equal(network.sockets.length, 2, "one try at a time");
  }
});

test("a page that is hidden does not wake it, and one that was sent away waits", () => {
  const { network, page } = online();
  network.last.drop();
  page.hide();
  assert.equal(network.sockets.length, 1);
  const busy = online();
  busy.network.last.drop(1013);
  busy.page.show();
  assert.equal(busy.network.sockets.length, 1);
  busy.client.reconnect();
  assert.equal(busy.network.sockets.length, 2, "but the user's wish counts");
});

test("a server that does not answer is noticed: 25 s of silence, then 10 s", () => {
  const { client, network, runtime } = online();
  runtime.advance(24_000);
  network.last.update(2, { ada: "away" });
  runtime.advance(24_999);
  assert.equal(network.last.take("ping").length, 0, "any frame is a sign of life");
  runtime.advance(1);
  assert.equal(network.last.take("ping").length, 1);
  runtime.advance(9_999);
  assert.equal(client.connection.state, "open");
  runtime.advance(1);
  assert.deepEqual(client.connection, { state: "lost", reason: "no_answer", code: null });
  assert.equal(network.last.closed, 4000, "not 1000, which would be a leave");
});

test("a pong, like any frame, is an answer", () => {
  const { client, network, runtime } = online();
  for (let i = 0; i < 5; i++) {
    runtime.advance(25_000);
    network.last.say("pong", { ref: network.last.take("ping")[0].ref });
  }
  assert.equal(client.connection.state, "open");
});

test("a late timer of ours closes nothing, it asks again", () => {
  const { client, network, runtime } = online();
  runtime.advance(25_000);
  network.last.take("ping");
  for (let minute = 0; minute < 10; minute++) {
    runtime.sleep(60_000);
    assert.equal(client.connection.state, "open");
    assert.equal(network.last.take("ping").length, 1);
  }
  runtime.advance(10_000);
  assert.equal(client.connection.state, "lost", "the timer was punctual and nothing came");
});

test("a hidden page does not ask; one that is seen again, or hears of the network, asks at once", () => {
  const { network, runtime, page } = online();
  page.hide();
  runtime.advance(600_000);
  assert.equal(network.last.take("ping").length, 0);
  page.show();
  assert.equal(network.last.take("ping").length, 1);
  page.see("offline");
  assert.equal(network.last.take("ping").length, 1);
});

test("a server that takes the socket and says nothing is given up after 15 s, but not by a late timer", () => {
  const { client, network, runtime } = start();
  runtime.sleep(40_000);
  assert.equal(client.connection.state, "connecting");
  runtime.advance(15_000);
  assert.equal(client.connection.reason, "no_answer");
  assert.equal(network.last.closed, 4000);
});

test("a token is asked for at each connect", async () => {
  let asked = 0;
  const { network, runtime } = start({ token: () => Promise.resolve(`t${++asked}`) });
  assert.equal(network.sockets.length, 0);
  await Promise.resolve();
  assert.equal(network.last.url.searchParams.get("token"), "t1");
  network.last.drop();
  runtime.advance(2_000);
  await Promise.resolve();
  assert.equal(network.last.url.searchParams.get("token"), "t2");
});

test("a token may be a value, or a function that gives one at once", () => {
  assert.equal(start({ token: "a&b" }).network.last.url.searchParams.get("token"), "a&b");
  assert.equal(start({ token: () => "now" }).network.last.url.searchParams.get("token"), "now");
  assert.equal(start().network.last.url.searchParams.has("token"), false);
});

test("a token that cannot be had is reported, and asked for again", async () => {
  let asked = 0;
  const { client, network, runtime, errors } = start({
    token: () => (++asked === 1 ? Promise.reject(new Error("no session")) : "t"),
  });
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(errors.map((error) => error.message), ["no session"]);
  assert.deepEqual(client.connection, { state: "lost", reason: "not_connected", code: null });
  runtime.advance(2_000);
  assert.equal(network.sockets.length, 1);
});

test("a token that comes too late opens no socket, and disturbs none", async () => {
  const tokens = [];
  const { client, network, runtime } = start({ token: () => new Promise((resolve) => tokens.push(resolve)) });
  runtime.advance(15_000 + 2_000);
  tokens[1]("second");
  await Promise.resolve();
  network.last.snapshot({ ada: "active" });
  tokens[0]("first");
  await Promise.resolve();
  assert.equal(network.sockets.length, 1);
  network.last.update(2, { ada: "away" });
  assert.equal(client.getPresence("ada"), "away");
  client.close();
  client.reconnect();
  client.close();
  tokens[2]("third");
  await Promise.resolve();
  assert.equal(network.sockets.length, 1);
});

test("a port that throws is a lost link", () => {
  const { client, errors } = start({
    connect: () => {
      throw new Error("blocked");
    },
  });
  assert.equal(client.connection.state, "lost");
  assert.deepEqual(errors.map((error) => error.message), ["blocked"]);
});

test("a page put away for the back button is a lost socket, and is back at once", () => {
  const { client, network, page, runtime } = online();
  page.see("suspend");
  assert.equal(network.last.closed, 4000);
  assert.equal(client.connection.reason, "suspended");
  runtime.sleep(0);
  page.see("restore");
  assert.equal(network.sockets.length, 2);
  network.last.snapshot({ ada: "away" });
  assert.equal(client.getPresence("ada"), "away");
});

test("a listener may close the client when the link is lost", () => {
  const { client, network, runtime } = online();
  client.subscribeConnection(({ state }) => state === "lost" && client.close());
  network.last.drop();
  runtime.advance(60_000);
  assert.equal(network.sockets.length, 1);
  assert.equal(runtime.pending, 0);
});
