import { Sight } from "./presence-sight.js";

const LABELS = { active: "Active", away: "Away", offline: "Offline", unknown: "Status unknown", dnd: "Do not disturb", until: "until" };
const rooms = new WeakMap();
const shown = new Set();
let labels = LABELS;

/** Texts for all elements, where the provider gives no others. Texts that are left out stay as they are. */
export function setLabels(given) {
  labels = { ...labels, ...given };
  [...shown].forEach((element) => element.refresh());
}

/** What a screen reader says of a status, or `dnd`, in this room: `label-away="…"` on the provider, or the text for all. */
export function labelOf(room, name) {
  return room?.element?.getAttribute(`label-${name}`) ?? labels[name];
}

/**
 * The inside of one provider: its client and the elements that show users and counts. A change of one user refreshes only
 * the indicators of that user.
 */
export class Room {
  element;
  client = null;
  #releases = [];
  #byUser = new Map();
  #userOf = new Map();
  #counts = new Set();
  #shownCounts = null;
  #sight = null;

  constructor(element) {
    this.element = element;
    if (element !== null) {
      rooms.set(element, this);
    }
  }

  /** An indicator shows this user, or nobody (null). */
  join(indicator, userId) {
    const before = this.#userOf.get(indicator);
    if (before === userId) {
      return;
    }
    this.#byUser.get(before)?.delete(indicator);
    this.#dropEmpty(before);
    this.#userOf.set(indicator, userId);
    if (!this.#byUser.has(userId)) {
      this.#byUser.set(userId, new Set());
    }
    this.#byUser.get(userId).add(indicator);
    if (before === undefined) {
      shown.add(indicator);
      this.#sight?.add(indicator);
    } else {
      this.#sight?.changed(indicator);
    }
  }

  leave(indicator) {
    const userId = this.#userOf.get(indicator);
    shown.delete(indicator);
    this.#userOf.delete(indicator);
    this.#byUser.get(userId)?.delete(indicator);
    this.#dropEmpty(userId);
    this.#sight?.remove(indicator);
  }

  joinCount(element) {
    this.#counts.add(element);
    shown.add(element);
  }

  leaveCount(element) {
    this.#counts.delete(element);
    shown.delete(element);
  }

  /** Uses this client. With `sight` it follows the users whose indicators are on screen or near it. */
  use(client, { sight = false } = {}) {
    const other = client !== this.client;
    if (other) {
      this.#subscribe(client);
    }
    this.#look(sight && client !== null);
    if (other) {
      this.#sight?.again();
      this.#connectionChanged();
      this.refresh();
    }
  }

  refresh() {
    [...this.#userOf.keys(), ...this.#counts].forEach((element) => element.refresh());
  }

  #subscribe(client) {
    this.#releases.forEach((release) => release());
    this.client = client;
    this.#releases =
      client === null
        ? []
        : [
            client.subscribe((event) => this.#changed(event)),
            client.subscribeConnection(() => this.#connectionChanged()),
          ];
  }

  #look(wanted) {
    if (!wanted) {
      this.#sight?.end();
      this.#sight = null;
    } else if (this.#sight === null) {
      this.#sight = new Sight({
        userOf: (indicator) => this.#userOf.get(indicator) || null,
        follow: (userIds) => this.client.follow(userIds),
      });
      this.#userOf.forEach((userId, indicator) => this.#sight.add(indicator));
    }
  }

  #dropEmpty(userId) {
    if (this.#byUser.get(userId)?.size === 0) {
      this.#byUser.delete(userId);
    }
  }

  #changed(event) {
    if (event.everyone) {
      this.refresh();
    } else {
      event.changes.forEach(({ userId }) => this.#byUser.get(userId)?.forEach((indicator) => indicator.refresh()));
    }
    if (event.counts !== this.#shownCounts) {
      this.#shownCounts = event.counts;
      this.#counts.forEach((element) => element.refresh());
    }
    this.element.dispatchEvent(new CustomEvent("presence-change", { detail: event }));
  }

  #connectionChanged() {
    const connection = this.client?.connection ?? null;
    if (connection === null) {
      this.element.removeAttribute("data-connection");
    } else {
      this.element.setAttribute("data-connection", connection.state);
    }
    this.element.dispatchEvent(new CustomEvent("presence-connection", { detail: connection }));
  }
}

const outside = new Room(null); // of every provider: nobody is known there

/** The room of the nearest provider around this element, through shadow roots. */
export function roomOf(element) {
  for (let at = element; at; at = at.getRootNode().host) {
    const provider = at.closest("presence-provider");
    if (provider !== null) {
      customElements.upgrade(provider);
      return rooms.get(provider) ?? outside;
    }
  }
  return outside;
}
