import { DmList } from "./dms.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { StatusMenu } from "./status-menu.js";
import { CHANNELS } from "./talk.js";

/** The left side: the workspace, its channels, the viewer's conversations, and the viewer. */
export class Sidebar {
  #dms;
  #channels;
  element;

  constructor({ client, roster, people, viewer, observe, openChannel, openDm, signOut }) {
    this.#dms = new DmList({ client, dms: roster.dms, people, viewer: viewer.userId, opened: openDm });
    this.#channels = CHANNELS.map((channel) =>
      el("button.channel", { type: "button", "data-channel": channel.id, onclick: () => openChannel(channel) }, icon("hash"), el("span", {}, channel.name)),
    );
    this.element = el(
      "nav.sidebar",
      { "aria-label": roster.name },
      head(roster),
      el(
        "div.sidebar-scroll",
        {},
        el("h2.sidebar-title", {}, "Channels"),
        el("ul.channel-list", {}, ...this.#channels.map((button) => el("li", {}, button))),
        el("h2.sidebar-title", {}, "Direct messages"),
        this.#dms.element,
      ),
      observe ? el("p.observer", { "data-observer": viewer.userId }, icon("show"), el("span", {}, el("b", {}, "Observing."), " Others do not see this page.")) : null,
      new StatusMenu({ client, person: viewer, signOut }).element,
    );
  }

  /** Marks what is open; `id` is that of a channel or a conversation. */
  mark(id) {
    this.#dms.mark(id);
    this.#channels.forEach((button) => {
      if (button.dataset.channel === id) {
        button.setAttribute("aria-current", "page");
      } else {
        button.removeAttribute("aria-current");
      }
    });
  }
}

function head(roster) {
  const others = roster.workspaces.filter((place) => place.workspaceId !== roster.workspaceId);
  return el(
    "header.sidebar-head",
    {},
    el("span.workspace-mark", { "aria-hidden": "true" }, roster.name[0]),
    el("h1", {}, roster.name),
    ...others.map((place) =>
      el("a.workspace-switch", { href: `/workspaces/${encodeURIComponent(place.workspaceId)}${location.search}`, title: `Go to ${place.name}` }, place.name),
    ),
  );
}
