// A member list of 20,000 over a scripted socket: what is in the page, where it is, and what moves when.
import { MemberList, ROW_HEIGHT } from "/assets/members.js";
import { PresenceClient } from "/presence-client/presence.js";
import "/presence-client/presence-elements.js";
import { ManualRuntime } from "/tools/clock.js";
import { last } from "/tools/sockets.js";
import { equal, runTests, settled, test, until } from "/tools/testing.js";

const SIZE = 20_000;
const PARTIAL = { partial: true, counts: { online: 12_345, away: 1 } };
const app = document.getElementById("app");
const roster = Array.from({ length: SIZE }, (_, index) => ({ userId: `u${index + 1}`, name: `User ${index + 1}`, title: "Member", bot: false }));

let client;
let runtime;
let list;
let scroll;

async function show(statuses, fields = {}) {
  client?.close();
  runtime = new ManualRuntime();
  client = new PresenceClient({ workspace: "acme", runtime });
  list = new MemberList({ client, members: roster, viewer: "u1" });
  scroll = document.createElement("div");
  scroll.className = "members-scroll";
  scroll.tabIndex = 0;
  scroll.style.height = "400px";
  scroll.append(list.element);
  list.keepStillIn(scroll);
  const provider = document.createElement("presence-provider");
  provider.client = client;
  provider.append(scroll);
  app.replaceChildren(provider);
  await settled();
  last().snapshot(statuses, fields);
  await looked();
}

async function looked() {
  for (let frame = 0; frame < 3; frame++) {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
}

const rows = (label) => [...document.querySelectorAll(`[aria-label=${label}] [data-member]`)];
const members = (label) => rows(label).map((row) => row.dataset.member);
const rowOf = (userId) => document.querySelector(`[data-member=${userId}]`);
const statusOf = (userId) => rowOf(userId).querySelector("presence-indicator").dataset.status;
const titles = () => [...document.querySelectorAll(".member-group:not([hidden]) .group-title")].map((it) => it.textContent);

test("of 20,000 members only those near the screen are in the page", async () => {
  await show({ u1: "active", u7: "away", u19999: "active" });
  equal(document.querySelectorAll("[data-member]").length < 4 * (innerHeight / ROW_HEIGHT), true);
  equal(members("Online"), ["u1", "u7", "u19999"]);
  equal(members("Offline").slice(0, 3), ["u2", "u3", "u4"]);
  equal(titles(), ["Online 3", "Offline 19,997"]);
  equal(list.summary, { online: 3, text: "3 of 20,000 online" });
});

test("a row says how many there are and which it is, and has the height that the list reckons with", async () => {
  await show({ u1: "active" });
  const [first, second] = rows("Offline");
  equal([first, second].map((it) => [it.getAttribute("aria-posinset"), it.getAttribute("aria-setsize")]), [["1", "19999"], ["2", "19999"]]);
  equal(first.parentNode.getAttribute("role"), "list");
  equal([first.offsetHeight, second.offsetTop - first.offsetTop], [ROW_HEIGHT, ROW_HEIGHT]);
  equal(first.parentNode.offsetHeight, 19_999 * ROW_HEIGHT);
});

test("scrolling brings rows with the right dots, in order, and takes the others away", async () => {
  await show({ u1: "active" });
  scroll.scrollTop = 10_000 * ROW_HEIGHT;
  await until(() => rowOf("u10002") !== null);
  equal(rowOf("u3"), null);
  equal(statusOf("u10002"), "offline");
  const order = rows("Offline").map((it) => Number(it.getAttribute("aria-posinset")));
  equal(order, [...order].sort((one, other) => one - other));
  const middle = document.elementFromPoint(scroll.getBoundingClientRect().left + 100, scroll.getBoundingClientRect().top + 200);
  equal(middle.closest("[data-member]") !== null, true);
  scroll.scrollTop = scroll.scrollHeight;
  await until(() => rowOf("u20000") !== null);
});

test("the keyboard scrolls the list, because the box around it can have the focus", async () => {
  await show({ u1: "active" });
  scroll.focus();
  equal([document.activeElement === scroll, scroll.scrollHeight > 900_000], [true, true]);
  scroll.blur();
});

test("who comes and goes moves to the other group, as the same row", async () => {
  await show({ u1: "active" });
  const row = rowOf("u5");
  last().update({ u5: "active" });
  equal([members("Online"), rowOf("u5") === row, statusOf("u5")], [["u1", "u5"], true, "active"]);
  equal([row.getAttribute("aria-posinset"), row.getAttribute("aria-setsize"), list.summary.online], ["2", "2", 2]);
  last().update({ u5: "offline" });
  equal([members("Online"), members("Offline").slice(0, 5)], [["u1"], ["u2", "u3", "u4", "u5", "u6"]]);
});

test("while the pointer is in the list the dots change and the order stays", async () => {
  await show({ u1: "active" });
  scroll.dispatchEvent(new PointerEvent("pointerenter"));
  last().update({ u5: "active" });
  equal([members("Online"), statusOf("u5"), rowOf("u5").textContent.includes("Active")], [["u1"], "active", true]);
  last().update({ u6: "active", u5: "offline" });
  scroll.dispatchEvent(new PointerEvent("pointerleave"));
  equal(members("Online"), ["u1", "u6"]);
});

test("while the focus is in the list the order stays, also over a new snapshot", async () => {
  await show({ u1: "active" });
  scroll.focus();
  last().snapshot({ u2: "active" }, { version: 3 });
  equal([members("Online"), statusOf("u1"), statusOf("u2")], [["u1"], "offline", "active"]);
  scroll.dispatchEvent(new PointerEvent("pointerenter"));
  scroll.blur();
  equal(members("Online"), ["u1"], "the pointer is there still");
  scroll.dispatchEvent(new PointerEvent("pointerleave"));
  equal(members("Online"), ["u2"]);
});

test("in a workspace too large for a full list all are in one group, with the dots of those on screen", async () => {
  await show({ u1: "active" }, PARTIAL);
  equal(titles(), ["Everybody 20,000"]);
  equal(list.summary, { online: 12_345, text: "12,345 of 20,000 online" });
  equal(members("Everybody").slice(0, 3), ["u1", "u2", "u3"]);
  runtime.advance(250);
  last().answer({ u1: "active", u2: "away" });
  equal(["u1", "u2", "u3"].map(statusOf), ["active", "away", "offline"]);
  equal(members("Everybody").slice(0, 3), ["u1", "u2", "u3"]);
  scroll.scrollTop = 10_000 * ROW_HEIGHT;
  await until(() => rowOf("u10002") !== null);
  await looked();
  equal(statusOf("u10002"), "unknown");
  runtime.advance(250);
  last().answer({ u10002: "active" });
  equal(statusOf("u10002"), "active");
  last().counts({ online: 12_346, away: 1 });
  equal(list.summary.online, 12_346);
});

test("a workspace that becomes small enough has its groups again", async () => {
  await show({ u1: "active" }, PARTIAL);
  last().snapshot({ u1: "active", u9: "away" }, { version: 2 });
  equal([titles(), members("Online")], [["Online 2", "Offline 19,998"], ["u1", "u9"]]);
});

test("who is unknown after a lost link stays where it was", async () => {
  await show({ u1: "active", u9: "away" });
  last().drop(1006);
  runtime.chance = 1;
  runtime.advance(5_000);
  equal([titles(), members("Online"), statusOf("u9")], [["Was online 2", "Unknown 19,998"], ["u1", "u9"], "unknown"]);
  equal(list.summary, { online: null, text: "unknown for now" });
});

await until(() => document.readyState === "complete");
test("a member who is offline shows when they were last seen, with an age that grows", async () => {
  const now = Date.now;
  await show({ u1: "active", u2: "active" });
  last().update({ u2: "offline" }, { lastSeen: { u2: Math.floor(now() / 1_000) } });
  await looked();
  const text = () => rowOf("u2").querySelector(".member-status").textContent;
  equal(text(), "Offline, seen just now");
  for (const [minutes, words] of [[5, "Offline, seen 5 min ago"], [125, "Offline, seen 2 h ago"], [3 * 1_440, "Offline, seen 3 d ago"]]) {
    Date.now = () => now() + minutes * 60_000;
    list.refresh();
    equal(text(), words);
  }
  Date.now = now;
});

test("members who are offline are asked for once, for their notes", async () => {
  await show({ u1: "active" });
  await until(() => last().sent.some(({ type }) => type === "presence:get"));
  const [{ ref, userIds }, ...more] = last().take("get");
  equal([more.length, userIds.slice(0, 3), userIds.length < 200], [0, ["u2", "u3", "u4"], true]);
  last().result(ref, { offline: userIds, notes: { u3: { emoji: "🌴", text: "On vacation" } }, lastSeen: { u2: 60 } });
  await looked();
  equal(rowOf("u3").querySelector("[data-note=u3]").textContent, "🌴 On vacation");
  equal(/^Offline, seen \d+ d ago$/.test(rowOf("u2").querySelector(".member-status").textContent), true);
});

await runTests();
