import "/presence-client/presence-elements.js";
import { PresenceClient } from "/presence-client/presence.js";
import { logout } from "./api.js";
import { Banner } from "./banner.js";
import { Conversation } from "./conversation.js";
import { el, setText } from "./dom.js";
import { History } from "./history.js";
import { icon } from "./icons.js";
import { Latest } from "./latest.js";
import { MemberList } from "./members.js";
import { refusal } from "./refusal.js";
import { asObserver, forget, sessionOfTab } from "./session.js";
import { Sidebar } from "./sidebar.js";
import { Strips } from "./strips.js";
import { CHANNELS } from "./talk.js";

const app = document.getElementById("app");
const workspaceId = decodeURIComponent(location.pathname.split("/")[2]);
const observe = new URLSearchParams(location.search).get("observe") === "1";

try {
  const session = await sessionOfTab();
  const roster = await session.roster(workspaceId);
  show(observe ? await asObserver(session, roster.userId) : session, roster);
} catch (error) {
  app.replaceChildren(refusal(error, workspaceId));
}

function show(session, roster) {
  const client = new PresenceClient({ workspace: workspaceId, token: session.token, since: true, observe });
  const people = new Map(roster.members.map((person) => [person.userId, person]));
  const viewer = people.get(roster.userId);
  const conversation = new Conversation({ client, people, viewer });
  const sidebar = new Sidebar({
    client,
    roster,
    people,
    viewer,
    observe,
    openChannel: (channel) => open(channel.id, () => conversation.openChannel(channel)),
    openDm: (dm) => open(dm.id, () => conversation.openDm(dm)),
    signOut: () => signOut(client),
  });
  const layout = el("div.workspace");
  layout.append(
    new Banner({ client }).element,
    sidebar.element,
    el("main.middle", {}, conversation.element),
    membersOf(client, roster, viewer),
    views((view) => (layout.dataset.view = view)),
  );
  const provider = el("presence-provider");
  provider.client = client;
  provider.append(layout);
  document.title = `${roster.name} · ${viewer.name}`;
  conversation.openChannel(CHANNELS[0]);
  sidebar.mark(CHANNELS[0].id);
  app.replaceChildren(provider);

  function open(id, act) {
    act();
    sidebar.mark(id);
    layout.querySelector('[data-show="talk"]').click();
  }
}

function membersOf(client, roster, viewer) {
  const strips = new Strips(new History({ client, userIds: roster.members.map((person) => person.userId) }));
  const members = new MemberList({ client, members: roster.members, viewer: viewer.userId, detail: (person) => strips.make(person.userId) });
  const count = el("span.members-count");
  const say = () => {
    const { online, text } = members.summary;
    count.dataset.onlineCount = online ?? "";
    setText(count, text);
  };
  members.element.addEventListener("counted", say);
  say();
  const head = el("header.members-head", {}, el("h2", {}, "Members"), count, el("span.strip-legend", { "aria-hidden": "true" }, "last 2 min"));
  const latest = new Latest({ client, members: roster.members, viewer: viewer.userId });
  const scroll = el("div.members-scroll", { tabindex: 0, role: "group", "aria-label": "List of members" }, members.element);
  members.keepStillIn(scroll);
  return el("aside.members", { "aria-label": "Members" }, head, latest.element, scroll, otherSide(roster, viewer));
}

/** A visitor alone sees the most when they look at themselves as somebody else, in a window beside this one. */
function otherSide(roster, viewer) {
  const other = roster.members.find(({ userId, bot }) => userId !== viewer.userId && !bot);
  if (other === undefined) {
    return null;
  }
  const href = `${location.pathname}?as=${encodeURIComponent(other.userId)}`;
  const beside = (event) => {
    event.preventDefault();
    window.open(href, "_blank", "noopener,popup,width=960,height=720");
  };
  return el(
    "footer.other-side",
    {},
    el("p", {}, "Alone? See your own dot from the other side."),
    el("a.button.button-quiet", { href, "data-other-side": other.userId, onclick: beside }, `Open a window as ${other.name.split(" ")[0]}`),
  );
}

/** On a small screen parts take turns: three on a phone, and where members always fit the other two. */
function views(show) {
  const roomy = matchMedia("(min-width: 621px)");
  const parts = [["chats", "Chats", "chats"], ["talk", "Messages", "hash"], ["people", "People", "people"]];
  const buttons = parts.map(([view, name, drawing]) =>
    el("button.view", { type: "button", "data-show": view, onclick: ({ currentTarget }) => choose(currentTarget) }, icon(drawing), el("span", {}, name)),
  );
  function choose(chosen) {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button === chosen)));
    show(chosen.dataset.show);
  }
  const fit = () => choose(buttons[roomy.matches ? 1 : 2]);
  roomy.addEventListener("change", fit);
  fit();
  return el("div.views", { role: "group", "aria-label": "Show" }, ...buttons);
}

async function signOut(client) {
  client.leave();
  forget();
  await logout();
  location.assign("/");
}
