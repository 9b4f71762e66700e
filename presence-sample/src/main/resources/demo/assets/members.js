import { el, setText } from "./dom.js";
import { Grouping, groupOf, rowsNear } from "./grouping.js";
import { MemberRow } from "./member-row.js";
import { moveCalmly } from "./motion.js";
import { OfflineDetails } from "./offline-details.js";
import { Stillness } from "./stillness.js";
import { onlineIn } from "./words.js";

export const ROW_HEIGHT = 50; // as in people.css
const REPAINT = 30_000;
const GROUPS = [
  { id: "online", title: "Online", unknown: "Was online" },
  { id: "offline", title: "Offline", unknown: "Unknown" },
  { id: "everybody", title: "Everybody", unknown: "Everybody" },
];

/**
 * All members of the workspace, online ones first. Of a large workspace only rows near the screen are in the page. While the
 * pointer or the focus is in the list, dots change, but no row moves to another group.
 */
export class MemberList {
  #client;
  #options;
  #members;
  #rankOf;
  #grouping = new Grouping();
  #sections;
  #rows = new Map(); // by rank; only those in the page
  #waiting = new Map(); // rank to whether its move is shown
  #regroup = false; // everybody has to be placed anew
  #stillness = new Stillness(() => this.#settle());
  #partial;
  #planned = false;
  #details;
  element;

  constructor({ client, members, viewer, detail = () => null }) {
    this.#client = client;
    this.#options = { client, viewer, detail };
    this.#members = [...members].sort((one, other) => letters(one).localeCompare(letters(other), "en", { numeric: true }));
    this.#rankOf = new Map(this.#members.map(({ userId }, rank) => [userId, rank]));
    this.#sections = GROUPS.map(section);
    this.element = el("div.member-groups", {}, ...this.#sections.map((it) => it.element));
    this.#details = new OfflineDetails({ client, shown: () => [...this.#rows.keys()].map((rank) => this.#members[rank].userId) });
    this.#place();
    client.subscribe((event) => this.#changed(event));
    new ResizeObserver(() => this.#plan()).observe(this.element);
    document.addEventListener("scroll", () => this.#plan(), { capture: true, passive: true });
    addEventListener("resize", () => this.#plan());
    setInterval(() => this.refresh(), REPAINT);
  }

  /** Writes the texts again, because ages grow. */
  refresh() {
    this.#rows.forEach((row) => row.refresh());
  }

  /** Keeps the order while the pointer or the focus is in this element, which contains the list. */
  keepStillIn(element) {
    this.#stillness.watch(element);
  }

  /** How many are online: `{online, text}`. */
  get summary() {
    const { online, text } = onlineIn(this.#client, `of ${this.#members.length.toLocaleString("en")} online`);
    return { online, text: online === null ? "unknown for now" : text };
  }

  #changed({ changes, everyone }) {
    if (everyone || this.#partial !== this.#client.partial) {
      this.#regroup = true;
      this.#rows.forEach((row) => row.refresh());
    } else {
      changes.forEach(({ userId }) => this.#note(this.#rankOf.get(userId)));
    }
    this.#settle();
    this.element.dispatchEvent(new CustomEvent("counted"));
  }

  #note(rank) {
    if (rank === undefined) {
      return;
    }
    const row = this.#rows.get(rank);
    this.#waiting.set(rank, row !== undefined && row.shown !== "unknown");
    row?.refresh();
  }

  /** Moves whoever waits for it, unless the order has to stay. */
  #settle() {
    if (this.#stillness.held) {
      this.#head();
    } else if (this.#regroup) {
      this.#place();
    } else {
      this.#move();
    }
  }

  #place() {
    this.#regroup = false;
    this.#waiting.clear();
    this.#partial = this.#client.partial;
    this.#grouping.fill(this.#members.length, (rank, current) => groupOf(this.#statusOf(rank), current, this.#partial));
    this.#render();
  }

  #move() {
    const target = (rank) => groupOf(this.#statusOf(rank), this.#grouping.groupOf(rank), this.#partial);
    const moving = [...this.#waiting].filter(([rank]) => target(rank) !== this.#grouping.groupOf(rank));
    this.#waiting.clear();
    const shown = moving.filter(([, isShown]) => isShown).map(([rank]) => this.#rows.get(rank)?.node);
    if (moving.length === 0) {
      this.#head();
      return;
    }
    moveCalmly(this.element, shown.filter((node) => node !== undefined), () => {
      moving.forEach(([rank]) => this.#grouping.move(rank, target(rank)));
      this.#render();
    });
  }

  #statusOf(rank) {
    return this.#client.getPresence(this.#members[rank].userId);
  }

  #plan() {
    if (!this.#planned) {
      this.#planned = true;
      requestAnimationFrame(() => {
        this.#planned = false;
        this.#render();
      });
    }
  }

  #head() {
    for (const { id, element, title, count, list, known, unknown } of this.#sections) {
      const ranks = this.#grouping.ranks(id);
      setText(title, ranks.length > 0 && this.#statusOf(ranks[0]) === "unknown" ? unknown : known);
      setText(count, ranks.length.toLocaleString("en"));
      element.hidden = ranks.length === 0;
      list.style.height = `${ranks.length * ROW_HEIGHT}px`;
    }
  }

  #render() {
    this.#head();
    const near = this.#sections.map(({ id, list }) => {
      const ranks = this.#grouping.ranks(id);
      const { top } = list.getBoundingClientRect();
      return { list, ranks, ...rowsNear({ top, screen: innerHeight, count: ranks.length, rowHeight: ROW_HEIGHT }) };
    });
    const kept = new Set(near.flatMap(({ ranks, first, end }) => ranks.slice(first, end)));
    for (const [rank, row] of this.#rows) {
      if (!kept.has(rank)) {
        row.node.remove();
        this.#rows.delete(rank);
      }
    }
    near.forEach((part) => this.#fill(part));
  }

  #fill({ list, ranks, first, end }) {
    let next = list.firstChild;
    for (let index = first; index < end; index++) {
      const row = this.#row(ranks[index]);
      row.place(index, ranks.length, ROW_HEIGHT);
      if (row.node === next) {
        next = next.nextSibling;
      } else {
        list.insertBefore(row.node, next);
      }
    }
  }

  #row(rank) {
    if (!this.#rows.has(rank)) {
      this.#rows.set(rank, new MemberRow({ person: this.#members[rank], ...this.#options }));
      this.#details.plan();
    }
    return this.#rows.get(rank);
  }
}

const letters = ({ name }) => name.replace(/^[^\p{L}\p{N}]+/u, "");

function section({ id, title, unknown }) {
  const head = el("span", {}, title);
  const count = el("span.group-count", {}, "0");
  const list = el("ul.member-list", { role: "list" });
  const element = el("section.member-group", { "aria-label": title }, el("h3.group-title", {}, head, " ", count), list);
  return { id, element, title: head, count, list, known: title, unknown };
}
