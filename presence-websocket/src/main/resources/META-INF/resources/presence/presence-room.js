const LABELS = { active: "Active", away: "Away", offline: "Offline", unknown: "Status unknown" };
const rooms = new WeakMap();
const shown = new Set();
let labels = LABELS;

/** Texts for all indicators that no provider gives others; those left out stay as they are. */
export function setLabels(given) {
  labels = { ...labels, ...given };
  [...shown].forEach((indicator) => indicator.refresh());
}

/** What a screen reader says of this status in this room: `label-away="…"` on the provider, or the text for all. */
export function labelOf(room, status) {
  return room?.element?.getAttribute(`label-${status}`) ?? labels[status];
}

/**
 * The inside of one provider: its client and the indicators by user, so that a change touches only the dots of whom it
 * is about, however many there are.
 */
export class Room {
  element;
  client = null;
  #releases = [];
  #byUser = new Map();
  #userOf = new Map();

  constructor(element) {
    this.element = element;
    if (element !== null) {
      rooms.set(element, this);
    }
  }

  join(indicator, userId) {
    if (this.#userOf.get(indicator) !== userId || !this.#userOf.has(indicator)) {
      this.leave(indicator);
      shown.add(indicator);
      this.#userOf.set(indicator, userId);
      if (!this.#byUser.has(userId)) {
        this.#byUser.set(userId, new Set());
      }
      this.#byUser.get(userId).add(indicator);
    }
  }

  leave(indicator) {
    const userId = this.#userOf.get(indicator);
    shown.delete(indicator);
    this.#userOf.delete(indicator);
    this.#byUser.get(userId)?.delete(indicator);
    if (this.#byUser.get(userId)?.size === 0) {
      this.#byUser.delete(userId);
    }
  }

  use(client) {
    if (client === this.client) {
      return;
    }
    this.#releases.forEach((release) => release());
    this.client = client;
    this.#releases =
      client === null
        ? []
        : [
            client.subscribe((event) => this.#changed(event)),
            client.subscribeConnection(() => this.#connectionChanged()),
          ];
    this.#connectionChanged();
    this.refresh();
  }

  refresh() {
    [...this.#userOf.keys()].forEach((indicator) => indicator.refresh());
  }

  #changed(event) {
    if (event.everyone) {
      this.refresh();
    } else {
      event.changes.forEach(({ userId }) => this.#byUser.get(userId)?.forEach((indicator) => indicator.refresh()));
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
