import { avatarWithDot } from "./avatar.js";
import { el, setText } from "./dom.js";
import { moveCalmly } from "./motion.js";
import { isOnline, phraseOf } from "./words.js";

const FIRST_ROWS = 200; // at once; the rest of a large workspace follows while the page is used already
const MORE_ROWS = 600;

/** Everybody in the workspace, online ones first. A row is a person's for good: it moves, and is never made anew. */
export class MemberList {
  #client;
  #rows = new Map();
  #online = group("Online");
  #offline = group("Offline");
  #viewer;
  #size;
  element;

  constructor({ client, members, viewer, detail = () => null }) {
    this.#client = client;
    this.#viewer = viewer;
    this.element = el("div.member-groups", {}, this.#online.element, this.#offline.element);
    const sorted = [...members].sort((one, other) => letters(one).localeCompare(letters(other), "en", { numeric: true }));
    this.#size = sorted.length;
    this.#place(sorted, 0, detail);
    client.subscribe(({ changes, everyone }) => this.#changed(everyone ? [...this.#rows.keys()] : changes.map((it) => it.userId)));
    setInterval(() => this.#rows.forEach((row) => row.node.isConnected && this.#describe(row)), 30_000);
  }

  /** How many are online, in words. */
  get summary() {
    const { list } = this.#online;
    const unknown = (list.firstChild ?? this.#offline.list.firstChild)?.dataset.shown === "unknown";
    return unknown ? "unknown for now" : `${list.childElementCount} of ${this.#size} online`;
  }

  #row(person, rank, detail) {
    const status = el("span.member-status");
    const node = el(
      "li.member",
      { "data-member": person.userId },
      avatarWithDot(person),
      el(
        "span.member-text",
        {},
        el("span.member-head", {}, el("span.member-name", { title: person.name }, person.name), this.#mark(person)),
        el("span.member-line", {}, status, el("span.member-title", {}, person.title)),
      ),
      detail(person),
    );
    return { person, rank, node, status, shown: null };
  }

  #mark({ userId, bot }) {
    if (userId === this.#viewer) {
      return el("span.tag", {}, "you");
    }
    return bot ? el("span.tag.tag-bot", { title: "Comes and goes by itself, through a real connection" }, "bot") : null;
  }

  // What the page knows before anything has come is placed too: everybody unknown, in the second group.
  #place(sorted, first, detail) {
    const end = first + (first === 0 ? FIRST_ROWS : MORE_ROWS);
    sorted.slice(first, end).forEach((person, index) => {
      const row = this.#row(person, first + index, detail);
      this.#rows.set(person.userId, row);
      this.#settle(row);
    });
    this.#count();
    if (end < sorted.length) {
      setTimeout(() => this.#place(sorted, end, detail));
    }
  }

  #changed(userIds) {
    const rows = userIds.map((userId) => this.#rows.get(userId)).filter((row) => row !== undefined);
    const moving = rows.filter((row) => row.shown !== "unknown" && this.#targetOf(row).list !== row.node.parentNode);
    moveCalmly(this.element, moving.map((row) => row.node), () => rows.forEach((row) => this.#settle(row)));
    this.#count();
  }

  #settle(row) {
    const status = this.#client.getPresence(row.person.userId);
    const target = this.#targetOf(row);
    if (row.node.parentNode !== target.list) {
      insertByRank(target.list, row, this.#rows);
    }
    row.shown = status;
    row.node.dataset.shown = status;
    this.#describe(row);
  }

  // Not to know is no reason to move anybody.
  #targetOf({ person, node }) {
    const status = this.#client.getPresence(person.userId);
    return isOnline(status) || (status === "unknown" && node.parentNode === this.#online.list) ? this.#online : this.#offline;
  }

  #describe({ person, status, shown }) {
    setText(status, phraseOf(shown, this.#client.getSince(person.userId)));
  }

  #count() {
    this.#head(this.#online, "Online", "Was online");
    this.#head(this.#offline, "Offline", "Unknown");
    this.element.dispatchEvent(new CustomEvent("counted"));
  }

  #head({ element, title, count, list }, known, unknown) {
    setText(title, [...list.children].some((node) => node.dataset.shown === "unknown") ? unknown : known);
    setText(count, String(list.childElementCount));
    element.hidden = list.childElementCount === 0;
  }
}

const letters = ({ name }) => name.replace(/^[^\p{L}\p{N}]+/u, "");

function group(name) {
  const title = el("span", {}, name);
  const count = el("span.group-count", {}, "0");
  const list = el("ul.member-list");
  const element = el("section.member-group", { "aria-label": name }, el("h3.group-title", {}, title, " ", count), list);
  return { element, title, count, list };
}

// Rows keep the order of the roster within their group, so that they move only when somebody comes or goes.
function insertByRank(list, row, rows) {
  let low = 0;
  let high = list.children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows.get(list.children[middle].dataset.member).rank < row.rank) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  list.insertBefore(row.node, list.children[low] ?? null);
}
