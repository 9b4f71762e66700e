import { avatarWithDot } from "./avatar.js";
import { el, setText } from "./dom.js";
import { icon } from "./icons.js";
import { wordOf } from "./words.js";

const CHOICES = [
  { key: "automatic", name: "Automatic", note: "Active while you look at this page" },
  { key: "away", name: "Away", note: "In all your tabs, until you change it" },
];

/** The viewer's own status, and what is set by hand. A disclosure with buttons: every key works as elsewhere. */
export class StatusMenu {
  #client;
  #status = el("span.me-status");
  #button;
  #panel;
  #choices;
  #byHand = false;
  element;

  constructor({ client, person, signOut, acted = () => {} }) {
    this.#client = client;
    this.#choices = CHOICES.map((choice) => this.#choice(choice, acted));
    const out = signOut && el("button.menu-item.menu-out", { type: "button", "data-action": "sign-out", onclick: signOut }, "Sign out");
    this.#panel = el("div.menu", { hidden: true, role: "group", "aria-label": "Your status" }, ...this.#choices, out || null);
    this.#button = el(
      "button.me",
      { type: "button", "aria-expanded": "false", "data-action": "status-menu", onclick: () => this.#show(this.#panel.hidden) },
      avatarWithDot(person, { dot: "lg" }),
      el("span.me-text", {}, el("span.me-name", {}, person.name), this.#status),
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

  #choice({ key, name, note }, acted) {
    return el(
      "button.menu-item",
      { type: "button", "data-set": key, "aria-pressed": "false", onclick: () => this.#choose(key, acted) },
      el("span.menu-name", {}, name),
      el("span.menu-note", {}, note),
    );
  }

  #choose(key, acted) {
    acted(key);
    this.#byHand = key === "away";
    if (this.#byHand) {
      this.#client.setAway();
    } else {
      this.#client.setActive();
    }
    this.#show(false);
    this.#button.focus();
    this.#refresh();
  }

  #show(open) {
    this.#panel.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) {
      (this.#choices.find((it) => it.getAttribute("aria-pressed") === "true") ?? this.#choices[0]).focus();
    }
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const items = [...this.#panel.children];
    if (event.key === "Escape" && !this.#panel.hidden) {
      this.#show(false);
      this.#button.focus();
    } else if (step && items.includes(document.activeElement)) {
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
      event.preventDefault();
    }
  }

  // The server does not say why somebody is away; but one who is while this tab is in use has set it by hand.
  #refresh() {
    const status = this.#client.getPresence(this.#client.userId ?? "");
    if (this.#client.active && status !== "unknown") {
      this.#byHand = status === "away";
    }
    setText(this.#status, this.#byHand && status === "away" ? "Away, set by you" : wordOf(status));
    this.#choices.forEach((it) => it.setAttribute("aria-pressed", String((it.dataset.set === "away") === this.#byHand)));
  }
}
