import { avatarWithDot } from "./avatar.js";
import { el, setText } from "./dom.js";
import { icon } from "./icons.js";
import { NoteForm } from "./note-form.js";
import { Until } from "./until.js";
import { timeOf, wordOf } from "./words.js";

const CHOICES = [
  { key: "automatic", name: "Automatic", note: "Active while you look here", shown: {} },
  { key: "away", name: "Away", note: "In all your tabs", shown: { status: "away" } },
  { key: "dnd", name: "Do not disturb", note: "Others see you are busy", shown: { status: "active", dnd: true } },
  { key: "invisible", name: "Invisible", note: "Others see you as offline", shown: { status: "offline" } },
];
const WORDS = { away: "Away, set by you", dnd: "Do not disturb", invisible: "Invisible to others" };
const WORDS_WITH_END = { away: "Away", dnd: "Do not disturb", invisible: "Invisible" };

/** The viewer's own status and message, and what is set by hand. A disclosure with controls: every key works as elsewhere. */
export class StatusMenu {
  #client;
  #acted;
  #status = el("span.me-status");
  #button;
  #panel;
  #choices;
  #until;
  #note;
  #isAwayByHand = false;
  #end = null; // of what was chosen here, `{key, until}`: the server does not repeat it
  element;

  constructor({ client, person, signOut, acted = () => {} }) {
    this.#client = client;
    this.#acted = acted;
    this.#choices = CHOICES.map((choice) => this.#choice(choice));
    this.#until = new Until({ name: "status", label: "Status ends", changed: () => this.#endChanged() });
    this.#note = new NoteForm({ client, done: () => this.#close() });
    const out = signOut && el("button.menu-item.menu-out", { type: "button", "data-action": "sign-out", onclick: signOut }, "Sign out");
    this.#panel = el(
      "div.menu",
      { hidden: true, role: "group", "aria-label": "Your status" },
      ...this.#choices,
      el("div.menu-until", {}, this.#until.element),
      this.#note.element,
      out || null,
    );
    this.#button = el(
      "button.me",
      { type: "button", "aria-expanded": "false", "data-action": "status-menu", onclick: () => this.#show(this.#panel.hidden) },
      avatarWithDot(person, { dot: "lg" }),
      el("span.me-text", {}, el("span.me-name", {}, person.name), this.#status, el("presence-note.me-note", { "user-id": person.userId })),
      icon("up"),
    );
    this.element = el("div.me-box", {}, this.#button, this.#panel);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusout", ({ relatedTarget }) => relatedTarget === null || this.element.contains(relatedTarget) || this.#show(false));
    document.addEventListener("pointerdown", (event) => this.element.contains(event.target) || this.#show(false));
    client.subscribe(() => this.#refresh());
    client.subscribeConnection(() => this.#refresh());
    this.#refresh();
  }

  #choice({ key, name, note, shown }) {
    const { status = null, dnd = false } = shown;
    return el(
      "button.menu-item",
      { type: "button", "data-set": key, "aria-pressed": "false", onclick: () => this.#choose(key) },
      status === null ? el("span.menu-mark") : el("presence-indicator.menu-mark", { status, dnd, size: "md", "aria-hidden": "true" }),
      el("span.menu-name", {}, name),
      el("span.menu-note", {}, note),
    );
  }

  #choose(key) {
    this.#acted(key);
    this.#set(key);
    this.#close();
  }

  #set(key) {
    const until = key === "automatic" ? null : this.#until.value;
    this.#isAwayByHand = key === "away";
    this.#end = until === null ? null : { key, until };
    this.#client.setStatus({ status: key, until });
    this.#refresh();
  }

  // What is set by hand already ends then; otherwise the end is for the next choice.
  #endChanged() {
    const key = this.#kind();
    if (key !== "automatic") {
      this.#set(key);
    }
  }

  #close() {
    this.#show(false);
    this.#button.focus();
  }

  #show(open) {
    if (open && this.#panel.hidden) {
      this.#until.show(this.#endOf(this.#kind()) ?? undefined);
      this.#note.open();
    }
    this.#panel.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) {
      (this.#choices.find((it) => it.getAttribute("aria-pressed") === "true") ?? this.#choices[0]).focus();
    }
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const items = [...this.#panel.querySelectorAll(".menu-item")];
    if (event.key === "Escape" && !this.#panel.hidden) {
      this.#close();
    } else if (step && items.includes(document.activeElement)) {
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
      event.preventDefault();
    }
  }

  #kind() {
    if (this.#client.invisible) {
      return "invisible";
    }
    if (this.#client.getDoNotDisturb(this.#client.userId ?? "")) {
      return "dnd";
    }
    return this.#isAwayByHand ? "away" : "automatic";
  }

  #endOf(kind) {
    return this.#end?.key === kind && this.#end.until > Date.now() ? this.#end.until : null;
  }

  // The server does not say why somebody is away; but one who is while this tab is in use has set it by hand.
  #refresh() {
    const status = this.#client.getPresence(this.#client.userId ?? "");
    if (this.#client.active && status !== "unknown") {
      this.#isAwayByHand = status === "away";
    }
    const kind = this.#kind();
    setText(this.#status, this.#words(kind, status));
    this.#choices.forEach((it) => it.setAttribute("aria-pressed", String(it.dataset.set === kind)));
  }

  #words(kind, status) {
    if (kind === "automatic" || status === "unknown" || (kind === "away" && status !== "away")) {
      return wordOf(status);
    }
    const end = this.#endOf(kind);
    return end === null ? WORDS[kind] : `${WORDS_WITH_END[kind]} until ${timeOf(end)}`;
  }
}
