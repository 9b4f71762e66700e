import { el } from "./dom.js";
import { Until } from "./until.js";

const EMOJIS = ["💬", "📅", "🍜", "🎧", "🏠", "🚆", "🌴", "🤒", "🎉"];
const LONGEST = 140;

/** The viewer's status message: an emoji, a text and an end. */
export class NoteForm {
  #client;
  #emoji = el("select.note-emoji", { name: "emoji", "aria-label": "Emoji" }, el("option", { value: "" }, "–"), ...EMOJIS.map((it) => el("option", { value: it }, it)));
  #text = el("input.note-text", { name: "text", maxlength: LONGEST, placeholder: "Status message", "aria-label": "Status message", autocomplete: "off" });
  #until = new Until({ name: "note", label: "Message ends" });
  #clear;
  element;

  constructor({ client, done }) {
    this.#client = client;
    this.#clear = el("button.note-button", { type: "button", "data-action": "clear-note", onclick: () => this.#set(null, done) }, "Clear");
    const save = el("button.note-button.note-save", { type: "submit", "data-action": "set-note" }, "Set");
    this.element = el(
      "form.note-form",
      { onsubmit: (event) => this.#submit(event, done) },
      el("div.note-line", {}, this.#emoji, this.#text),
      el("div.note-line", {}, this.#until.element, el("span.note-buttons", {}, this.#clear, save)),
    );
  }

  /** Shows the present message, as it is when the menu opens. */
  open() {
    const { text = "", emoji = "", until } = this.#client.getNote(this.#client.userId ?? "") ?? {};
    if (![...this.#emoji.options].some(({ value }) => value === emoji)) {
      this.#emoji.append(el("option", { value: emoji }, emoji));
    }
    this.#emoji.value = emoji;
    this.#text.value = text;
    this.#until.show(until);
    this.#clear.hidden = text === "" && emoji === "";
  }

  #submit(event, done) {
    event.preventDefault();
    this.#set({ text: this.#text.value.trim(), emoji: this.#emoji.value, until: this.#until.value }, done);
  }

  #set(note, done) {
    this.#client.setNote(note);
    done();
  }
}
