// Goes to another page and back. Where the browser has kept this page, the same script goes on.
import { last, sockets } from "./sockets.js";
import { equal, runTests, settled, test } from "./testing.js";
import { PresenceClient } from "/presence/presence.js";

const client = new PresenceClient({ workspace: "acme" });
await settled();
const loaded = new Promise((resolve) => (document.readyState === "complete" ? resolve() : addEventListener("load", resolve)));
last().snapshot({ ada: "active" });
const connections = [];
client.subscribeConnection((connection) => connections.push(connection));

test("the browser has kept the page; its socket was lost, not left, and another one opened at once", () => {
  equal(sockets.map(({ closed }) => closed), [4000, null]);
  equal(connections.map(({ state, reason }) => [state, reason]), [["lost", "suspended"]]);
  equal(last().url.searchParams.get("active"), null);
});

test("the activity of the page counts again", () => {
  last().snapshot({ ada: "away" });
  equal([client.active, client.connection.state, client.getPresence("ada")], [true, "open", "away"]);
});

addEventListener("pageshow", ({ persisted }) => persisted && setTimeout(runTests));
await loaded;
setTimeout(() => location.assign("/browser/away.html"));
