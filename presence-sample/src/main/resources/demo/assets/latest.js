import { el, setText } from "./dom.js";
import { isOnline } from "./words.js";

const REPAINT = 5_000;

/** The last change in words, for whoever looked a moment too late. What the viewer does is not among it. */
export class Latest {
  #client;
  #names;
  #viewer;
  #shown = new Map();
  #last = null;
  #text = el("span.latest-text", {}, "No change since you came");
  #dot = el("presence-indicator", { size: "sm", "aria-hidden": "true" });
  element;

  constructor({ client, members, viewer }) {
    this.#client = client;
    this.#viewer = viewer;
    this.#names = new Map(members.map(({ userId, name }) => [userId, name]));
    this.element = el("p.latest", {}, this.#text);
    client.subscribe(({ changes, everyone }) => (everyone ? this.#remember() : changes.forEach(({ userId }) => this.#note(userId))));
    this.#remember();
    setInterval(() => document.hidden || this.#show(), REPAINT);
  }

  // After a snapshot nobody knows when it happened.
  #remember() {
    this.#names.forEach((name, userId) => this.#shown.set(userId, this.#client.getPresence(userId)));
  }

  #note(userId) {
    const before = this.#shown.get(userId);
    const status = this.#client.getPresence(userId);
    this.#shown.set(userId, status);
    const did = wordsOf(before, status);
    if (did !== null && userId !== this.#viewer && this.#names.has(userId)) {
      this.#last = { text: `${this.#names.get(userId)} ${did}`, userId, at: Date.now() };
      this.#show();
    }
  }

  #show() {
    if (this.#last !== null) {
      const { text, userId, at } = this.#last;
      this.#dot.setAttribute("user-id", userId);
      if (!this.#dot.isConnected) {
        this.element.prepend(this.#dot);
      }
      setText(this.#text, `${text}, ${ago(Date.now() - at)}`);
    }
  }
}

function wordsOf(before, status) {
  if (before === status || before === "unknown" || status === "unknown") {
    return null;
  }
  if (!isOnline(status)) {
    return "left";
  }
  return isOnline(before) ? (status === "away" ? "is away" : "is back") : "came";
}

function ago(time) {
  if (time < 10_000) {
    return "just now";
  }
  return time < 60_000 ? `${Math.floor(time / 10_000) * 10} s ago` : `${Math.floor(time / 60_000)} min ago`;
}
