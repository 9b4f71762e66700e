import { isOnline } from "./words.js";

/** What each side sees of the other. Nothing is told before both have arrived. */
export class Seen {
  #narrator;
  #names;
  #shown = new Map();
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

  saw(userId, status) {
    const before = this.#shown.get(userId);
    this.#shown.set(userId, status);
    if (this.#started && before !== status && before !== "unknown") {
      this.#narrator.saw(userId, status);
    } else if (!this.#started && [...this.#names.keys()].every((it) => isOnline(this.#shown.get(it)))) {
      this.#started = true;
      this.#narrator.tell(`${[...this.#names.values()].join(" and ")} are here. Press a button and watch the other side.`);
    }
  }
}
