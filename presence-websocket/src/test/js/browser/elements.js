import { last, sockets } from "./sockets.js";
import { equal, runTests, settled, takeErrors, test } from "./testing.js";

const main = document.getElementById("main");
const seen = [];
const watcher = new MutationObserver((changes) => seen.push(...changes.map(({ target }) => target.dataset.status)));
const rendered = document.getElementById("rendered");
watcher.observe(rendered, { subtree: true, attributeFilter: ["data-status"] });
const [ada, bob, cy] = rendered.children;
const looks = () => [ada, bob, cy].map((dot) => ["width", "backgroundColor", "boxShadow"].map((it) => getComputedStyle(dot)[it]));
const before = looks();
rendered.workspace = "set before the element has its class";

const { PresenceClient, browserPage } = await import("/presence/presence.js");
const { setPresenceLabels } = await import("/presence/presence-elements.js");

test("what the server rendered stays as it was until the snapshot, which changes only what is different", async () => {
  await settled();
  equal(looks(), before);
  equal(seen, []);
  equal([ada, bob, cy].map((dot) => dot.getAttribute("aria-label")), ["Away", "Active", "Active"]);
  last().snapshot({ ada: "away", bob: "active" });
  await settled();
  equal(seen, ["offline"]);
  equal(cy.dataset.status, "offline");
});

test("a property set before the element had its class counts", () => {
  equal(rendered.getAttribute("workspace"), "set before the element has its class");
  equal(decodeURIComponent(last().url.pathname), "/presence/set before the element has its class");
});

function show(html) {
  main.innerHTML = html;
  return main.firstElementChild;
}

async function online(html = `<presence-provider workspace="acme"></presence-provider>`, statuses = { ada: "active", bob: "away" }) {
  const provider = show(html);
  await settled();
  last().snapshot(statuses);
  return provider;
}

function dot(attributes) {
  const made = document.createElement("presence-indicator");
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

const statuses = (...dots) => dots.map((it) => it.dataset.status);

test("an indicator may come before the snapshot and after it", async () => {
  const provider = show(`<presence-provider workspace="acme"></presence-provider>`);
  const [early, late] = [dot({ "user-id": "ada" }), dot({ "user-id": "ada" })];
  provider.append(early);
  equal(statuses(early), ["unknown"]);
  await settled();
  last().snapshot({ ada: "active" });
  provider.append(late);
  equal(statuses(early, late), ["active", "active"]);
  last().update({ ada: "away" });
  equal(statuses(early, late), ["away", "away"]);
});

test("an indicator outside of every provider is unknown, and joins one that it is moved into", async () => {
  const provider = await online();
  const moved = dot({ "user-id": "bob" });
  main.append(moved);
  equal(statuses(moved), ["unknown"]);
  provider.append(moved);
  equal(statuses(moved), ["away"]);
  main.append(moved);
  equal(statuses(moved), ["unknown"]);
  last().update({ bob: "active" });
  equal(statuses(moved), ["unknown"]);
});

test("a provider put around what is there already takes it over", async () => {
  const inside = show(`<p></p>`).appendChild(dot({ "user-id": "ada" }));
  equal(statuses(inside), ["unknown"]);
  const provider = document.createElement("presence-provider");
  provider.workspace = "acme";
  provider.append(main.firstElementChild);
  main.append(provider);
  await settled();
  last().snapshot({ ada: "away" });
  equal(statuses(inside), ["away"]);
});

test("two providers are two workspaces, and the inner one counts", async () => {
  const outer = await online(`<presence-provider workspace="one"><presence-provider workspace="two"></presence-provider></presence-provider>`);
  const inner = outer.firstElementChild;
  equal(sockets.slice(-2).map(({ url }) => url.pathname), ["/presence/one", "/presence/two"]);
  sockets.at(-2).snapshot({ ada: "away" });
  const [there, here] = [outer.appendChild(dot({ "user-id": "ada" })), inner.appendChild(dot({ "user-id": "ada" }))];
  equal(statuses(there, here), ["away", "active"]);
  here.remove();
  outer.append(here);
  equal(statuses(there, here), ["away", "away"]);
});

test("a provider that is moved keeps its connection, one that is removed leaves, one that comes back connects", async () => {
  const provider = await online();
  const inside = provider.appendChild(dot({ "user-id": "ada" }));
  const opened = sockets.length;
  const socket = last();
  const place = main.appendChild(document.createElement("section"));
  place.append(provider);
  await settled();
  equal([sockets.length, socket.closed, inside.dataset.status], [opened, null, "active"]);
  provider.remove();
  await settled();
  equal([socket.closed, provider.client, provider.hasAttribute("data-connection")], [1000, null, false]);
  main.append(provider);
  await settled();
  equal([sockets.length, inside.dataset.status], [opened + 1, "unknown"]);
  last().snapshot({ ada: "away" });
  equal(statuses(inside), ["away"]);
});

test("another workspace is another connection, several attributes at once are one", async () => {
  const provider = await online();
  const [socket, opened] = [last(), sockets.length];
  provider.setAttribute("workspace", "globex");
  provider.setAttribute("src", "/elsewhere");
  provider.setAttribute("away-when", "never");
  await settled();
  equal([socket.closed, sockets.length, last().url.pathname], [1000, opened + 1, "/elsewhere/globex"]);
  provider.setAttribute("workspace", "globex");
  await settled();
  equal(sockets.length, opened + 1);
});

test("a wrong attribute is reported, and put right it works", async () => {
  const provider = await online();
  provider.setAttribute("away-after", "soon");
  await settled();
  equal([provider.client, takeErrors().length], [null, 1]);
  provider.removeAttribute("away-after");
  await settled();
  last().snapshot({});
  equal(provider.dataset.connection, "open");
});

test("user-id may change, and go", async () => {
  const provider = await online();
  const changing = provider.appendChild(dot({ "user-id": "ada" }));
  changing.userId = "bob";
  equal([changing.dataset.userId, changing.dataset.status], ["bob", "away"]);
  last().update({ ada: "offline", bob: "active" });
  equal(statuses(changing), ["active"]);
  changing.setAttribute("data-user-id", "ada");
  equal([changing.userId, changing.dataset.status], ["bob", "active"]);
  changing.removeAttribute("user-id");
  equal([changing.userId, changing.dataset.status], [null, "unknown"]);
  changing.userId = "__proto__";
  equal(statuses(changing), ["offline"]);
});

test("an empty user-id is nobody", async () => {
  const provider = await online();
  equal(statuses(provider.appendChild(dot({ "user-id": "" }))), ["unknown"]);
});

test("status shows itself whoever the user, without a provider too; without it the user counts again", async () => {
  const alone = show(`<presence-indicator status="active"></presence-indicator>`);
  equal(statuses(alone), ["active"]);
  const provider = await online();
  const both = provider.appendChild(dot({ "user-id": "ada", status: "offline" }));
  equal(statuses(both), ["offline"]);
  both.status = "away";
  equal([both.dataset.status, both.getAttribute("aria-label")], ["away", "Away"]);
  both.status = "busy";
  equal(statuses(both), ["unknown"]);
  both.status = null;
  equal(statuses(both), ["active"]);
});

test("do not disturb is red with a bar and says so, for users who are online", async () => {
  const provider = await online();
  const [ada, bob] = ["ada", "bob"].map((id) => provider.appendChild(dot({ "user-id": id })));
  const looksOf = (it) => [it.hasAttribute("data-dnd"), it.dataset.status, it.getAttribute("aria-label"), getComputedStyle(it).backgroundColor];
  last().update({ ada: "active", bob: "away" }, { dnd: ["ada", "bob"] });
  equal(looksOf(ada), [true, "active", "Do not disturb", "rgb(239, 68, 68)"]);
  equal(looksOf(bob), [true, "away", "Do not disturb", "rgb(239, 68, 68)"]);
  const bars = [ada, bob].map((it) => getComputedStyle(it, "::before")).map((it) => [it.height, it.backgroundColor, it.borderRadius]);
  equal(bars, Array(2).fill(["2px", "rgb(255, 255, 255)", "1px"]));
  provider.setAttribute("label-dnd", "Nicht stören");
  equal(ada.getAttribute("aria-label"), "Nicht stören");
  last().update({ ada: "offline", bob: "away" });
  equal([ada, bob].map((it) => it.hasAttribute("data-dnd")), [false, false]);
});

test("do not disturb may be given with the status, and stays as rendered until the snapshot", async () => {
  const given = show(`<presence-indicator status="away" dnd></presence-indicator>`);
  equal([given.dnd, given.hasAttribute("data-dnd"), given.dataset.status], [true, true, "away"]);
  given.status = "offline";
  equal(given.hasAttribute("data-dnd"), false);
  given.status = "active";
  given.dnd = false;
  equal([given.hasAttribute("data-dnd"), given.getAttribute("aria-label")], [false, "Active"]);
  const provider = show(`<presence-provider workspace="acme"><presence-indicator user-id="ada" data-status="active" data-dnd></presence-indicator></presence-provider>`);
  await settled();
  equal(provider.firstElementChild.hasAttribute("data-dnd"), true);
  last().snapshot({ ada: "active" });
  equal(provider.firstElementChild.hasAttribute("data-dnd"), false);
});

test("a note is shown as plain text, with its end in the tooltip", async () => {
  const provider = await online(`<presence-provider workspace="acme" lang="en"><presence-note user-id="ada"></presence-note></presence-provider>`);
  const note = provider.firstElementChild;
  const shown = () => [note.textContent, note.title, note.dataset.note ?? null];
  equal(shown(), ["", "", null]);
  last().update({ ada: "active" }, { notes: { ada: { text: "<b>Lunch</b>", emoji: "🍜" } } });
  equal([shown(), note.children.length], [["🍜 <b>Lunch</b>", "🍜 <b>Lunch</b>", "ada"], 0]);
  const end = new Date();
  end.setHours(23, 59, 0, 0);
  last().update({ ada: "offline" }, { notes: { ada: { emoji: "🌴", until: end.getTime() / 1_000 } } });
  equal([note.textContent, note.title.replace("\u202f", " ")], ["🌴", "🌴 (until 11:59 PM)"]);
  last().update({ ada: "offline" }, { notes: { ada: { text: "Away", until: 4_102_444_800 } } });
  equal(/^Away \(until (Dec 31|Jan 1)/.test(note.title), true, note.title);
  note.userId = "bob";
  equal(shown(), ["", "", null]);
  note.userId = "ada";
  last().update({ ada: "active" });
  equal(shown(), ["", "", null]);
});

test("a note that the server rendered stays until the snapshot, and one outside of a provider is empty", async () => {
  const provider = show(`<presence-provider workspace="acme"><presence-note user-id="ada">Lunch</presence-note></presence-provider>`);
  await settled();
  equal(provider.textContent, "Lunch");
  last().snapshot({ ada: "active" });
  equal(provider.textContent, "");
  equal(show(`<presence-note user-id="ada"></presence-note>`).textContent, "");
});

test("a provider may observe", async () => {
  show(`<presence-provider workspace="acme" observe></presence-provider>`);
  await settled();
  equal(last().url.searchParams.get("observe"), "true");
});

test("sizes follow the attribute", () => {
  const sized = show(`<presence-indicator status="active"></presence-indicator>`);
  const width = () => getComputedStyle(sized).width;
  equal([sized.size, width()], ["md", "10px"]);
  sized.size = "sm";
  equal([sized.getAttribute("size"), width()], ["sm", "8px"]);
  sized.setAttribute("size", "lg");
  equal(width(), "12px");
  sized.size = null;
  equal(width(), "10px");
});

test("labels are translatable for all and by provider, a role of the page's own stays, and nothing is live", async () => {
  const provider = await online(`<presence-provider workspace="acme" label-active="Da"></presence-provider>`);
  const [one, other] = [provider.appendChild(dot({ "user-id": "ada" })), provider.appendChild(dot({ "user-id": "bob" }))];
  const own = provider.appendChild(dot({ "user-id": "bob", role: "presentation" }));
  const labels = () => [one, other].map((it) => it.getAttribute("aria-label"));
  equal(labels(), ["Da", "Away"]);
  setPresenceLabels({ active: "Aktiv", away: "Abwesend" });
  equal(labels(), ["Da", "Abwesend"]);
  provider.setAttribute("label-away", "Weg");
  equal(labels(), ["Da", "Weg"]);
  setPresenceLabels({ active: "Active", away: "Away" });
  equal([one.getAttribute("role"), own.getAttribute("role")], ["img", "presentation"]);
  equal(document.querySelectorAll("[aria-live], [role=status], [role=alert]").length, 0);
});

test("a shadow root inside the provider gets the rules and the client", async () => {
  const provider = await online();
  const host = provider.appendChild(document.createElement("div"));
  const inside = host.attachShadow({ mode: "open" }).appendChild(dot({ "user-id": "ada" }));
  equal([inside.dataset.status, getComputedStyle(inside).backgroundColor], ["active", "rgb(34, 197, 94)"]);
});

test("another document gets the rules too", async () => {
  const provider = await online();
  const frame = main.appendChild(document.createElement("iframe"));
  const inside = provider.appendChild(dot({ "user-id": "ada" }));
  frame.contentDocument.body.append(provider);
  await settled();
  last().update({ ada: "away" });
  equal([inside.dataset.status, frame.contentWindow.getComputedStyle(inside).width], ["away", "10px"]);
  const parsed = document.implementation.createHTMLDocument("not shown");
  parsed.body.append(provider);
  frame.remove();
});

test("a client handed in serves the elements, and is its owner's to close", async () => {
  const client = new PresenceClient({ workspace: "acme" });
  await settled();
  last().snapshot({ ada: "active" });
  const socket = last();
  const providers = [0, 1].map(() => main.appendChild(document.createElement("presence-provider")));
  providers.forEach((provider) => (provider.client = client));
  const dots = providers.map((provider) => provider.appendChild(dot({ "user-id": "ada" })));
  equal(statuses(...dots), ["active", "active"]);
  providers[0].remove();
  await settled();
  equal([socket.closed, client.connection.state], [null, "open"]);
  providers[1].client = null;
  equal(statuses(dots[1]), ["unknown"]);
  client.close();
});

test("connection and changes are told as events and as an attribute", async () => {
  const provider = await online();
  const heard = [];
  provider.addEventListener("presence-connection", ({ detail }) => heard.push(detail?.state));
  provider.addEventListener("presence-change", ({ detail }) => heard.push(detail.changes[0].userId));
  last().update({ ada: "away" });
  last().drop(1006);
  equal([heard, provider.dataset.connection], [["ada", "lost"], "lost"]);
  provider.client.reconnect();
  await settled();
  last().drop(4403);
  equal(provider.dataset.connection, "closed");
});

test("a token that comes after a 4401 connects again", async () => {
  show(`<presence-provider workspace="acme"></presence-provider>`);
  await settled();
  last().drop(4401);
  const opened = sockets.length;
  main.firstElementChild.token = () => "secret";
  await settled();
  equal([sockets.length, last().url.searchParams.get("token")], [opened + 1, "secret"]);
});

test("a client that is closed in the same breath opens no socket", async () => {
  const opened = sockets.length;
  new PresenceClient({ workspace: "acme" }).close();
  await settled();
  equal(sockets.length, opened);
});

test("an address that the browser refuses is a lost link, and is told", async () => {
  const scripted = globalThis.WebSocket;
  globalThis.WebSocket = class {
    constructor() {
      throw new Error("insecure");
    }
  };
  const client = new PresenceClient({ workspace: "acme" });
  await settled();
  globalThis.WebSocket = scripted;
  equal([client.connection.state, takeErrors()], ["lost", ["Uncaught Error: insecure"]]);
  client.close();
});

test("focus in an iframe is focus", async () => {
  const page = browserPage();
  equal([page.visible(), page.focused(), page.inFrame()], [true, true, false]);
  const frame = main.appendChild(document.createElement("iframe"));
  frame.contentDocument.body.append(frame.contentDocument.createElement("input"));
  const release = page.listen(() => {}, { input: true });
  frame.contentDocument.querySelector("input").focus();
  equal([page.focused(), page.inFrame()], [true, true]);
  release();
  frame.remove();
});

test("a thousand dots of one user are touched once each, and those removed not at all", async () => {
  const provider = await online();
  const dots = Array.from({ length: 1_000 }, () => provider.appendChild(dot({ "user-id": "ada" })));
  dots.slice(500).forEach((it) => it.remove());
  last().update({ ada: "away" });
  equal(dots.filter((it) => it.dataset.status === "away").length, 500);
});

test("a count shows the number online, away or active, and follows it", async () => {
  const counts = `<presence-count></presence-count><presence-count status="away"></presence-count>`;
  const provider = await online(`<presence-provider workspace="acme">${counts}</presence-provider>`);
  const [all, away] = provider.children;
  const texts = () => [all, away].map((it) => it.textContent);
  equal(texts(), ["2", "1"]);
  equal([all, away].map((it) => [it.dataset.count, it.getAttribute("role"), it.getAttribute("aria-label")]), [["2", null, null], ["1", null, null]]);
  last().update({ ada: "away", cy: "active" });
  equal(texts(), ["3", "2"]);
  away.status = "active";
  equal(texts(), ["3", "1"]);
  away.status = "busy";
  equal(texts(), ["3", "–"]);
});

test("a count in a large workspace is the server's, with thousands as the page's language writes them", async () => {
  const provider = show(`<presence-provider workspace="acme" lang="de"><presence-count></presence-count></presence-provider>`);
  await settled();
  last().snapshot({ me: "active" }, { partial: true, counts: { online: 20_000, away: 1 } });
  equal(provider.textContent, "20.000");
  last().counts({ online: 20_001, away: 1 });
  equal([provider.textContent, provider.firstElementChild.dataset.count], ["20.001", "20001"]);
});

test("a count that the server rendered stays until the snapshot, and one that is not known says so", async () => {
  const provider = show(`<presence-provider workspace="acme"><presence-count>12</presence-count><presence-count></presence-count></presence-provider>`);
  const [rendered, empty] = provider.children;
  equal([rendered.textContent, empty.textContent, empty.getAttribute("role"), empty.getAttribute("aria-label")], ["12", "–", "img", "Status unknown"]);
  await settled();
  equal(rendered.textContent, "12");
  last().snapshot({ ada: "active" });
  equal([rendered.textContent, empty.textContent, empty.hasAttribute("role")], ["1", "1", false]);
  provider.client.close();
  equal([rendered.textContent, rendered.getAttribute("aria-label")], ["–", "Status unknown"]);
  const added = provider.appendChild(document.createElement("presence-count"));
  equal(added.textContent, "–");
});

await runTests();
