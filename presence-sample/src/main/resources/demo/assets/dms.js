import { avatar, avatarWithDot } from "./avatar.js";
import { el, setText } from "./dom.js";
import { onlineOf, shortOf } from "./words.js";

/** The viewer's conversations: the other's dot on a 1:1, the number of others online on a group. */
export class DmList {
  #client;
  #rows;
  element;

  constructor({ client, dms, people, viewer, opened }) {
    this.#client = client;
    this.#rows = dms.map((dm) => (dm.type === "group" ? this.#group(dm, people, viewer) : this.#direct(dm, people)));
    this.element = el("ul.dm-list", {}, ...this.#rows.map(({ dm, button }) => {
      button.addEventListener("click", () => opened(dm));
      return el("li", {}, button);
    }));
    client.follow(dms.flatMap(({ members }) => members)); // the members of a group have no dots on this page
    client.subscribe(() => this.#refresh());
    this.#refresh();
  }

  /** Marks the conversation that is open. */
  mark(dmId) {
    this.#rows.forEach(({ dm, button }) => {
      if (dm.id === dmId) {
        button.setAttribute("aria-current", "page");
      } else {
        button.removeAttribute("aria-current");
      }
    });
  }

  #direct(dm, people) {
    const status = el("span.dm-note");
    const button = el(
      "button.dm",
      { type: "button", "data-dm": dm.id },
      avatarWithDot(people.get(dm.userId), { size: "small" }),
      el("span.dm-name", {}, dm.name),
      status,
    );
    return { dm, button, refresh: () => setText(status, shortOf(this.#client, dm.userId)) };
  }

  #group(dm, people, viewer) {
    const others = dm.members.filter((userId) => userId !== viewer);
    const count = el("span.dm-note.dm-count", { "data-online-count": 0 });
    const button = el(
      "button.dm",
      { type: "button", "data-dm": dm.id, title: others.map((userId) => people.get(userId).name).join(", ") },
      el("span.avatar-pair", {}, ...others.slice(0, 2).map((userId) => avatar(people.get(userId), "tiny"))),
      el("span.dm-name", {}, dm.name),
      count,
    );
    const refresh = () => {
      const { online, text } = onlineOf(others.map((userId) => this.#client.getPresence(userId)));
      count.dataset.onlineCount = online;
      setText(count, text);
      count.title = `Of ${others.length} others`;
    };
    return { dm, button, refresh };
  }

  #refresh() {
    this.#rows.forEach((row) => row.refresh());
  }
}
