import { isOnline } from "./words.js";

/** What each side sees of the other. Nothing is told before both have arrived. */
export class Seen {
  #narrator;
  #names;
  #shown = new Map();
  #quiet = new Set(); // those who ask not to be disturbed
  #started = false;

  constructor({ narrator, names }) {
    this.#narrator = narrator;
    this.#names = names;
  }

  did(userId, kind, more, blind) {
    if (this.#started) {
      this.#narrator.did(userId, kind, { ...more, online: isOnline(this.#shown.get(userId)), unheard: more?.unheard ?? blind });
    }
  }

  saw(userId, status, dnd = false) {
    const before = this.#shown.get(userId);
    const other = before !== status || this.#quiet.has(userId) !== dnd;
    this.#shown.set(userId, status);
    this.#quiet[dnd ? "add" : "delete"](userId);
    if (this.#started && other && before !== "unknown") {
      this.#narrator.saw(userId, dnd ? "do not disturb" : status);
    } else if (!this.#started && [...this.#names.keys()].every((it) => isOnline(this.#shown.get(it)))) {
      this.#started = true;
      this.#narrator.tell(`${[...this.#names.values()].join(" and ")} are here. Press a button and watch the other side.`);
    }
  }
}
