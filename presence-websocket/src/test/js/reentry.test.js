// Listeners, tokens and ports that act on the client while it is telling them something.
import assert from "node:assert/strict";
import { test } from "node:test";
import { online, start } from "./fakes.js";

for (const end of ["close", "leave"]) {
  test(`a listener may ${end} at the first snapshot, and it stays closed`, () => {
    const { client, network, runtime, page } = start();
    client.subscribe(() => client[end]());
    network.last.snapshot({ ada: "active" });
    assert.equal(client.connection.state, "closed");
    assert.equal(network.last.closed, 1000);
    runtime.advance(60_000);
    assert.deepEqual([network.sockets.length, runtime.pending, page.listened], [1, 0, false]);
  });
}

test("a listener may close and connect anew at a snapshot: only the new socket's counts", () => {
  const { client, network } = start();
  let once = true;
  client.subscribe(() => {
    if (once) {
      once = false;
      client.close();
      client.reconnect();
    }
  });
  network.last.snapshot({ ada: "active" });
  assert.equal(network.sockets.length, 2);
  assert.equal(client.connection.state, "connecting");
  network.last.snapshot({ ada: "away" });
  assert.equal(client.connection.state, "open");
  assert.equal(client.getPresence("ada"), "away");
});

test("a listener may close as soon as it connects", () => {
  const { client, network, runtime } = online();
  client.close();
  client.subscribeConnection(({ state }) => state === "connecting" && client.close());
  client.reconnect();
  runtime.advance(60_000);
  assert.equal(client.connection.state, "closed");
  assert.deepEqual([network.sockets.length, runtime.pending], [1, 0]);
});

test("a token function may close the client", () => {
  let asked = 0;
  const { client, network, runtime } = online({}, { token: () => (++asked === 1 ? "t" : client.close()) });
  network.last.drop();
  runtime.advance(2_000);
  assert.equal(client.connection.state, "closed");
  assert.deepEqual([network.sockets.length, runtime.pending], [1, 0]);
});

test("a sign-out is a leave and a close: one word to the server, one to the listeners", () => {
  const { client, network, connections } = online();
  client.leave();
  client.close();
  client.leave();
  assert.deepEqual(network.last.sent.map(({ type }) => type), ["presence:leave"]);
  assert.deepEqual(connections.map(({ reason }) => reason), ["left"]);
});

test("a leave while nothing is open yet ends the try", async () => {
  const tokens = [];
  const { client, network, runtime } = start({ token: () => new Promise((resolve) => tokens.push(resolve)) });
  client.leave();
  tokens[0]("late");
  await Promise.resolve();
  runtime.advance(60_000);
  assert.deepEqual([network.sockets.length, runtime.pending, client.connection.reason], [0, 0, "left"]);
});

test("two clients on one page know nothing of each other", () => {
  const one = online({ ada: "active" });
  const other = online({ ada: "away" }, { workspace: "globex" });
  one.client.close();
  assert.equal(other.client.getPresence("ada"), "away");
  other.network.last.update(2, { ada: "active" });
  assert.equal(one.client.getPresence("ada"), "unknown");
  assert.equal(other.client.connection.state, "open");
});
