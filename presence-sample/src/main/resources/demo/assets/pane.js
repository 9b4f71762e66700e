import { PresenceClient } from "/presence-client/presence.js";
import { avatarWithDot } from "./avatar.js";
import { Banner } from "./banner.js";
import { el, setText } from "./dom.js";
import { History } from "./history.js";
import { icon } from "./icons.js";
import { LiveClient } from "./live-client.js";
import { Machine } from "./machine.js";
import { MemberList } from "./members.js";
import { StatusMenu } from "./status-menu.js";
import { Strips } from "./strips.js";
import { phraseOf } from "./words.js";

/** One person's screen: tabs of their own, what they see of the other, and buttons that do it to the real connection. */
export class Pane {
  #machine = new Machine();
  #live = new LiveClient();
  #provider = el("presence-provider");
  #tabs = el("div.tabs", { role: "group" });
  #screen;
  #me;
  #buttons;
  #options;
  element;

  constructor(options) {
    this.#options = options;
    const { person, other, members, workspaceId } = options;
    this.#tabs.setAttribute("aria-label", `${person.name}’s tabs`);
    this.#buttons = {
      hide: this.#button("hide", () => this.#hide()),
      cut: this.#button("cut", () => this.#cut()),
      close: this.#button("close", () => this.#close(this.#machine.front)),
      open: this.#button("open", () => this.#open()),
    };
    this.#screen = this.#makeScreen(other, members);
    this.#me = new StatusMenu({ client: this.#live, person, acted: (key) => this.#did(key) }).element;
    this.#provider.append(
      el(
        "section.pane",
        { "data-pane": person.userId, "data-workspace": workspaceId, "aria-label": `${person.name}’s screen` },
        this.#tabs,
        el("div.pane-tools", {}, ...Object.values(this.#buttons)),
        new Banner({ client: this.#live }).element,
        this.#screen,
        this.#me,
      ),
    );
    this.element = this.#provider;
    this.#live.subscribe(() => options.saw(this.#live.getPresence(other.userId), this.#live.getDoNotDisturb(other.userId)));
    this.#open();
  }

  #makeScreen(other, members) {
    const eyes = `What ${this.#options.person.name.split(" ")[0]} sees`;
    const strips = new Strips(new History({ client: this.#live, userIds: members.map(({ userId }) => userId) }));
    const list = new MemberList({ client: this.#live, members, viewer: this.#options.person.userId, detail: ({ userId }) => strips.make(userId) });
    const words = el("span");
    const status = el("p.other-status", {}, words, el("presence-note.other-note", { "user-id": other.userId }));
    const show = () => setText(words, phraseOf(this.#live, other.userId));
    this.#live.subscribe(show);
    show();
    const scroll = el("div.screen-list", { tabindex: 0, role: "group", "aria-label": "Members" }, list.element);
    list.keepStillIn(scroll);
    const large = new Strips(new History({ client: this.#live, userIds: [other.userId] }));
    return el(
      "div.screen",
      {},
      el(
        "div.other",
        { "data-other": other.userId },
        avatarWithDot(other, { size: "large", dot: "lg" }),
        el("div.other-text", {}, el("p.other-eyes", {}, eyes), el("h2", {}, other.name), status),
        el("div.other-strip", {}, large.make(other.userId), el("p.other-scale", { "aria-hidden": "true" }, el("span", {}, "2 min ago"), el("span", {}, "now"))),
      ),
      scroll,
      el("p.screen-note", { role: "status" }),
    );
  }

  #button(action, act) {
    return el("button.tool", { type: "button", "data-action": action === "open" ? "open-tab" : action, onclick: act });
  }

  #open() {
    const { workspaceId, session } = this.#options;
    const others = this.#machine.tabs.length;
    const tab = this.#machine.open((ports) => new PresenceClient({ workspace: workspaceId, token: session.token, since: true, ...ports }));
    tab.client.subscribeConnection(() => this.#refresh());
    this.#refresh();
    this.#did("open", { others });
  }

  #close(tab) {
    this.#machine.remove(tab);
    this.#refresh();
    this.#machine.end(tab);
    this.#did("close", { others: this.#machine.tabs.length });
  }

  #hide() {
    this.#machine.hide(!this.#machine.hidden);
    this.#refresh();
    this.#did(this.#machine.hidden ? "hide" : "show");
  }

  #cut() {
    if (this.#machine.cut) {
      this.#did("restore");
      this.#machine.restoreLink();
    } else {
      this.#did("cut");
      this.#machine.cutLink();
    }
    this.#refresh();
  }

  /** Whether this side would notice what the other one does. */
  get sees() {
    return !this.#machine.cut && this.#machine.front !== null;
  }

  #did(kind, more) {
    const muffled = this.#machine.cut && kind !== "cut" && kind !== "restore";
    this.#options.did(kind, { ...more, unheard: muffled ? "The link is cut, so others see this only when it is back." : null });
  }

  // A tab that still loads has nothing to show, so the pane looks through the one before until then.
  #refresh() {
    const { front, tabs, hidden, cut } = this.#machine;
    const current = this.#live.client;
    const ready = front?.client.connection.state === "open" || current === null || !tabs.some((tab) => tab.client === current);
    const client = ready ? (front?.client ?? null) : current;
    this.#provider.client = client;
    this.#live.use(client);
    this.#drawTabs();
    this.#label("hide", hidden ? "show" : "hide", hidden ? "Show this tab" : "Hide this tab", front !== null);
    this.#label("cut", cut ? "link" : "cut", cut ? "Restore the link" : "Cut the link", front !== null);
    this.#label("close", "close", "Close this tab", front !== null);
    this.#label("open", "plus", tabs.length === 1 ? "Open a second tab" : "Open a tab", tabs.length < 4);
    this.#me.inert = front === null;
    this.#screen.dataset.state = front === null ? "none" : hidden ? "hidden" : "shown";
    setText(this.#screen.lastChild, front === null ? "No tab is open here." : hidden ? "This tab is hidden." : "");
  }

  #label(name, drawing, text, enabled) {
    const button = this.#buttons[name];
    if (button.lastChild?.textContent !== text) {
      button.replaceChildren(icon(drawing), el("span", {}, text));
    }
    button.disabled = !enabled;
  }

  #drawTabs() {
    const { tabs, front } = this.#machine;
    const buttons = tabs.map((tab, index) =>
      el(
        "button.tab",
        { type: "button", "aria-pressed": String(tab === front), onclick: () => this.#bring(tab) },
        el("span.tab-mark", { "data-state": tab.client.connection.state }),
        el("span", {}, `Acme · ${this.#options.person.name.split(" ")[0]}`, tabs.length > 1 ? ` ${index + 1}` : ""),
      ),
    );
    const focused = this.#tabs.contains(document.activeElement);
    this.#tabs.replaceChildren(...buttons);
    if (focused) {
      buttons[tabs.indexOf(front)]?.focus();
    }
  }

  #bring(tab) {
    this.#machine.bring(tab);
    this.#refresh();
  }
}
