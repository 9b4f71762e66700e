import { el, setText } from "./dom.js";
import { timeOf } from "./words.js";

const MINUTE = 60_000;
const CHOICES = [["", "No end"], ["30", "30 minutes"], ["60", "1 hour"], ["today", "Today"], ["time", "A time…"]];

/** When something ends: never, in a while, at midnight, or at a time. `changed` is called after each choice. */
export class Until {
  #select;
  #time;
  #kept = el("option", { value: "kept", hidden: true });
  #end;
  element;

  constructor({ name, label, changed = () => {} }) {
    this.#select = el(
      "select.until-choice",
      { "data-until": name, "aria-label": label, onchange: () => this.#chosen(changed) },
      this.#kept,
      ...CHOICES.map(([value, text]) => el("option", { value }, text)),
    );
    this.#time = el("input.until-time", { type: "time", "data-until-time": name, "aria-label": `${label}: time`, hidden: true, onchange: changed });
    this.#select.value = "";
    this.element = el("span.until", {}, el("label.until-label", {}, el("span", {}, "Ends"), this.#select), this.#time);
  }

  /** In epoch milliseconds, or null for no end. */
  get value() {
    const choice = this.#select.value;
    switch (choice) {
      case "": return null;
      case "kept": return this.#end;
      case "today": return at(24, 0);
      case "time": return this.#next(this.#time.value);
      default: return Date.now() + Number(choice) * MINUTE;
    }
  }

  /** Shows this end, undefined for none. */
  show(end) {
    this.#end = end;
    this.#kept.hidden = end === undefined;
    setText(this.#kept, end === undefined ? "" : timeOf(end));
    this.#select.value = end === undefined ? "" : "kept";
    this.#time.hidden = true;
  }

  #chosen(changed) {
    this.#time.hidden = this.#select.value !== "time";
    if (this.#time.hidden) {
      changed();
    } else {
      this.#time.focus();
    }
  }

  // Today, or tomorrow if that has passed.
  #next(time) {
    if (time === "") {
      return null;
    }
    const [hours, minutes] = time.split(":").map(Number);
    const today = at(hours, minutes);
    return today > Date.now() ? today : at(hours + 24, minutes);
  }
}

function at(hours, minutes) {
  return new Date(Date.now()).setHours(hours, minutes, 0, 0);
}
