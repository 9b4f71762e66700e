import { Base, adoptStyles, reflect, upgradeProperties } from "./presence-element.js";
import { labelOf, roomOf } from "./presence-room.js";

/** `<presence-note user-id="ada">` shows the status message of a user as plain text, with its end in the tooltip. */
export class PresenceNote extends Base {
  static observedAttributes = ["user-id"];

  #room = null;

  get userId() {
    return this.getAttribute("user-id");
  }

  set userId(userId) {
    reflect(this, "user-id", userId);
  }

  connectedCallback() {
    upgradeProperties(this, ["userId"]);
    adoptStyles(this.getRootNode());
    this.#room = roomOf(this);
    this.#room.join(this, this.userId);
    this.refresh();
  }

  disconnectedCallback() {
    this.#room?.leave(this);
    this.#room = null;
  }

  attributeChangedCallback() {
    if (this.#room !== null) {
      this.#room.join(this, this.userId);
      this.refresh();
    }
  }

  /** Shows what is known now; the provider calls it. */
  refresh() {
    const client = this.#room?.client ?? null;
    if ((client === null || client.starting) && this.textContent.trim() !== "") {
      return; // what the server rendered stays until something is known
    }
    const note = (this.userId && client?.getNote(this.userId)) || null;
    const text = note === null ? "" : textOf(note);
    if (this.textContent !== text) {
      this.textContent = text;
    }
    reflect(this, "title", note === null ? null : titleOf(note, text, labelOf(this.#room, "until"), this.closest("[lang]")?.lang));
    reflect(this, "data-note", note === null ? null : this.userId);
  }
}

/** The emoji and the text. */
function textOf({ text, emoji }) {
  return [emoji, text].filter(Boolean).join(" ");
}

// The date only where it is not today's.
function titleOf({ until }, text, word, language) {
  if (until === undefined) {
    return text;
  }
  const end = new Date(until);
  const today = end.toDateString() === new Date().toDateString();
  const date = today ? {} : { month: "short", day: "numeric" };
  return `${text} (${word} ${end.toLocaleString(language || undefined, { ...date, hour: "numeric", minute: "2-digit" })})`;
}
