import "/presence-client/presence-elements.js";
import { PresenceClient } from "/presence-client/presence.js";
import { Banner } from "./banner.js";
import { Conversation } from "./conversation.js";
import { DmList } from "./dms.js";
import { el, setText } from "./dom.js";
import { MemberList } from "./members.js";
import { refusal } from "./refusal.js";
import { forget, sessionOfTab } from "./session.js";
import { logout } from "./api.js";
import { StatusMenu } from "./status-menu.js";

const app = document.getElementById("app");
const workspaceId = decodeURIComponent(location.pathname.split("/")[2]);

try {
  const session = await sessionOfTab();
  const roster = await session.roster(workspaceId);
  show(session, roster);
} catch (error) {
  app.replaceChildren(refusal(error, workspaceId));
}

function show(session, roster) {
  const client = new PresenceClient({ workspace: workspaceId, token: session.token });
  const people = new Map(roster.members.map((person) => [person.userId, person]));
  const person = people.get(roster.userId);
  const conversation = new Conversation({ people, viewer: person, client });
  const dms = new DmList({ client, dms: roster.dms, people, viewer: person.userId, opened: open });
  const members = new MemberList({ client, members: roster.members, viewer: person.userId });
  const menu = new StatusMenu({ client, person, signOut: () => signOut(client) });
  const provider = el("presence-provider");
  provider.client = client;
  provider.append(
    el(
      "div.workspace",
      {},
      new Banner({ client }).element,
      el("nav.sidebar", { "aria-label": roster.name }, el("header.sidebar-head", {}, el("h1", {}, roster.name)), el("section.dms", {}, el("h2", {}, "Direct messages"), dms.element), menu.element),
      el("main.conversation", {}, conversation.element),
      el("aside.members", { "aria-label": "Members" }, membersHead(roster, members), members.element),
    ),
  );
  document.title = `${roster.name} · ${person.name}`;
  app.replaceChildren(provider);
  conversation.open(null);

  function open(dm) {
    conversation.open(dm);
    dms.mark(dm.id);
  }
}

function membersHead(roster, members) {
  const count = el("span.members-count");
  const say = () => setText(count, `${members.online} of ${roster.members.length} online`);
  members.element.addEventListener("counted", say);
  say();
  return el("header.members-head", {}, el("h2", {}, "Members"), count);
}

async function signOut(client) {
  client.leave();
  forget();
  await logout();
  location.assign("/");
}
