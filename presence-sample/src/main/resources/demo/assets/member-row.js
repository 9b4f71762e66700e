import { avatarWithDot } from "./avatar.js";
import { el, setText } from "./dom.js";
import { phraseOf } from "./words.js";

/** One member in the list. Its place is set by the list; `refresh` writes the status. */
export class MemberRow {
  #person;
  #client;
  #status = el("span.member-status");
  node;
  shown = "unknown";

  constructor({ person, client, viewer, detail }) {
    this.#person = person;
    this.#client = client;
    this.node = el(
      "li.member",
      { "data-member": person.userId },
      avatarWithDot(person),
      el(
        "span.member-text",
        {},
        el("span.member-head", {}, el("span.member-name", { title: person.name }, person.name), mark(person, viewer), el("presence-note.member-note", { "user-id": person.userId })),
        el("span.member-line", {}, this.#status, el("span.member-title", {}, person.title)),
      ),
      detail(person),
    );
    this.refresh();
  }

  refresh() {
    this.shown = this.#client.getPresence(this.#person.userId);
    this.node.dataset.shown = this.shown;
    setText(this.#status, phraseOf(this.#client, this.#person.userId));
  }

  /** Row `index` of `count`, for the eye and for screen readers: most rows of a long list are not in the page. */
  place(index, count, rowHeight) {
    this.node.style.top = `${index * rowHeight}px`;
    this.node.setAttribute("aria-posinset", index + 1);
    this.node.setAttribute("aria-setsize", count);
  }
}

function mark({ userId, bot }, viewer) {
  if (userId === viewer) {
    return el("span.tag", {}, "you");
  }
  return bot ? el("span.tag.tag-bot", { title: "Comes and goes by itself, through a real connection" }, "bot") : null;
}
