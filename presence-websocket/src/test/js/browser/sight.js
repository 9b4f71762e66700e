// Which users a provider watches: those whose indicators are on screen or within one screen of it.
import { ManualRuntime } from "./clock.js";
import { last, sockets } from "./sockets.js";
import { equal, runTests, settled, takeErrors, test, until } from "./testing.js";
import { PresenceClient } from "/presence/presence.js";
import "/presence/presence-elements.js";

const ROW = 50;
const ROWS = 400;
const PARTIAL = { partial: true, counts: { online: 20_000, away: 0 } };
const main = document.getElementById("main");

let runtime;
let client;

function row(userId) {
  const made = document.createElement("div");
  made.style.height = `${ROW}px`;
  made.append(document.createElement("presence-indicator"));
  made.firstElementChild.setAttribute("user-id", userId);
  return made;
}

/** A provider with many rows, whose client has a manual clock; the client of the test before is closed. */
async function many({ watch = null, rows = ROWS, snapshot = PARTIAL, into = (provider) => provider } = {}) {
  client?.close();
  main.replaceChildren();
  scrollTo(0, 0);
  runtime = new ManualRuntime();
  client = new PresenceClient({ workspace: "acme", runtime, watch: watch === "visible" ? "none" : "everyone" });
  const provider = document.createElement("presence-provider");
  if (watch !== null) {
    provider.setAttribute("watch", watch);
  }
  into(provider).append(...Array.from({ length: rows }, (_, index) => row(`u${index}`)));
  main.append(provider);
  provider.client = client;
  await settled();
  last().snapshot({ me: "active" }, snapshot);
  return provider;
}

const numbers = (ids = []) => ids.map((id) => Number(id.slice(1))).sort((one, other) => one - other);
const statusOf = (index) => main.querySelectorAll("presence-indicator")[index].dataset.status;

/** All watches since the last call, as `{added, removed}` in rows, when these have come; each batch is one frame. */
async function watched(isEnough) {
  const found = { added: [], removed: [], frames: 0 };
  await until(() => {
    runtime.advance(250);
    for (const { add, userIds, remove } of last().take("watch")) {
      const added = (add ?? userIds ?? []).filter((id) => id !== "me");
      found.added.push(...numbers(added));
      found.removed.push(...numbers(remove));
      found.frames++;
    }
    return isEnough(found);
  }, `${isEnough}: ${JSON.stringify(found)}`);
  return found;
}

/** Observers have reported all that there is. */
async function looked() {
  for (let frame = 0; frame < 3; frame++) {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
}

test("users on screen and one screen below are watched, and no others", async () => {
  await many({ watch: "visible" });
  const inView = Math.ceil(innerHeight / ROW);
  equal(last().url.searchParams.get("watch"), "none");
  const { added } = await watched((found) => found.added.length >= inView);
  await looked();
  equal(added.length >= 2 * inView - 2 && added.length <= 2 * inView + 2, true, `${added.length} for ${inView} in view`);
  equal(added, added.map((_, index) => index));
  equal([statusOf(0), statusOf(ROWS - 1)], ["unknown", "unknown"]);
});

test("the answer shows their status, and an update follows it", async () => {
  await many({ watch: "visible" });
  await looked();
  runtime.advance(250);
  last().answer({ u0: "active", u1: "away" });
  equal([statusOf(0), statusOf(1), statusOf(2), statusOf(ROWS - 1)], ["active", "away", "offline", "unknown"]);
  last().update({ u2: "active" });
  equal(statusOf(2), "active");
});

test("a scroll is one request, and those left behind are released after 5 s", async () => {
  await many({ watch: "visible" });
  await looked();
  runtime.advance(250);
  const before = numbers(last().take("watch").flatMap(({ add }) => add).filter((id) => id !== "me"));
  scrollTo(0, 200 * ROW);
  await looked();
  runtime.advance(250);
  const frames = last().take("watch");
  equal(frames.length, 1);
  equal([numbers(frames[0].add).includes(200), frames[0].remove], [true, undefined]);
  runtime.advance(4_700);
  equal(last().take("watch"), []);
  runtime.advance(300);
  const after = last().take("watch");
  equal([after.length, numbers(after[0].remove)], [1, before]);
});

test("a look elsewhere and back within 5 s changes nothing", async () => {
  await many({ watch: "visible" });
  await looked();
  runtime.advance(250);
  last().answer({ u0: "active" });
  scrollTo(0, 200 * ROW);
  await looked();
  scrollTo(0, 0);
  await looked();
  runtime.advance(1_000);
  equal([statusOf(0), last().take("watch").flatMap(({ remove = [] }) => remove)], ["active", []]);
});

test("rows of a box that scrolls inside the page count, and those one box away", async () => {
  const box = document.createElement("div");
  box.style.height = "200px";
  box.style.overflow = "auto";
  await many({ watch: "visible", into: (provider) => provider.appendChild(box) });
  const { added } = await watched((found) => found.added.length >= 4);
  await looked();
  equal(added.length <= 10, true, String(added));
  box.scrollTop = 100 * ROW;
  const more = await watched((found) => found.added.includes(100));
  equal([more.added.includes(102), more.added.includes(120)], [true, false]);
});

test("auto asks for nobody while the list is full", async () => {
  const provider = await many({ snapshot: {} });
  await looked();
  runtime.advance(1_000);
  equal([provider.watch, last().take("watch"), statusOf(0)], ["auto", [], "offline"]);
});

test("auto watches those on screen from the moment that the list is partial, and nobody flickers", async () => {
  await many({ snapshot: { active: ["me", "u0", "u399"] } });
  await looked();
  const seen = [];
  const observer = new MutationObserver((records) => seen.push(...records.map(({ target }) => target.getAttribute("user-id"))));
  observer.observe(main, { subtree: true, attributeFilter: ["data-status"] });
  last().snapshot({ me: "active" }, { ...PARTIAL, version: 2 });
  const frames = last().take("watch");
  equal([frames.length, frames[0].add.includes("u0"), frames[0].add.includes("u399")], [1, true, false]);
  equal([statusOf(0), statusOf(399)], ["active", "unknown"]);
  await settled();
  equal(seen.filter((id) => id === "u0"), []);
  last().snapshot({ me: "active", u399: "away" }, { version: 3 });
  equal([statusOf(0), statusOf(399)], ["offline", "away"]);
  equal(last().take("watch").map(({ add, remove }) => [add, remove.includes("u0")]), [[undefined, true]]);
  observer.disconnect();
});

test("everyone never asks for those on screen", async () => {
  await many({ watch: "everyone" });
  await looked();
  runtime.advance(1_000);
  equal(last().take("watch").flatMap(({ add }) => add), ["me"]);
  equal(statusOf(0), "unknown");
});

test("an indicator may change its user, show a status of its own, and go", async () => {
  const provider = await many({ watch: "visible", rows: 3 });
  await watched((found) => found.added.length === 3);
  const [first, second, third] = provider.querySelectorAll("presence-indicator");
  first.userId = "u9";
  second.status = "active";
  third.remove();
  runtime.advance(250);
  const [frame] = last().take("watch");
  equal([frame.add, frame.remove], [["u9"], undefined]);
  runtime.advance(5_250);
  equal(last().take("watch").flatMap(({ remove }) => numbers(remove)), [0, 1, 2]);
});

test("a dot that is not displayed is not watched until it is", async () => {
  const provider = await many({ watch: "visible", rows: 0 });
  const hidden = row("u1");
  hidden.hidden = true;
  provider.append(hidden, row("u2"));
  equal((await watched((found) => found.added.length > 0)).added, [2]);
  await looked();
  hidden.hidden = false;
  equal((await watched((found) => found.added.length > 0)).added, [1]);
});

test("another client takes over those on screen, and the one before releases them", async () => {
  const provider = await many({ watch: "visible", rows: 2 });
  await watched((found) => found.added.length === 2);
  const former = last();
  const other = new PresenceClient({ workspace: "acme", runtime, watch: "none" });
  await settled();
  provider.client = other;
  last().snapshot({ me: "active" }, PARTIAL);
  equal(last().take("watch").map(({ add }) => add), [["me", "u0", "u1"]]);
  runtime.advance(5_250);
  equal(former.take("watch").flatMap(({ remove }) => numbers(remove)), [0, 1]);
  other.close();
});

test("the attribute decides what the provider's own client asks for, and may change", async () => {
  client.close();
  main.innerHTML = `<presence-provider workspace="acme" watch="visible" since></presence-provider>`;
  const provider = main.firstElementChild;
  await settled();
  equal([last().url.searchParams.get("watch"), last().url.searchParams.get("since")], ["none", "true"]);
  const opened = sockets.length;
  provider.watch = "everyone";
  await settled();
  equal([sockets.length, last().url.searchParams.get("watch")], [opened + 1, null]);
  provider.watch = "auto";
  await settled();
  equal(sockets.length, opened + 1);
  provider.setAttribute("watch", "some");
  await settled();
  equal([provider.client, takeErrors().map((it) => it.includes("give one of auto, visible, everyone"))], [null, [true]]);
  provider.remove();
});

await until(() => document.readyState === "complete");
test("the user of a note is watched, though the note is still empty", async () => {
  await many({ rows: 0, into: (provider) => provider });
  const note = main.firstElementChild.appendChild(document.createElement("presence-note"));
  note.userId = "u7";
  const { added } = await watched((found) => found.added.length > 0);
  equal(added, [7]);
});

await runTests();
