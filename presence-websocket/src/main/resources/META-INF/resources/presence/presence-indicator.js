import { Base, STATUSES, adoptStyles, reflect, upgradeProperties } from "./presence-element.js";
import { labelOf, roomOf } from "./presence-room.js";

/** `<presence-indicator user-id="ada">` follows a user of the provider around it, `status="away"` shows that status, with `dnd` do not disturb. */
export class PresenceIndicator extends Base {
  static observedAttributes = ["user-id", "data-user-id", "status", "dnd", "size"];

  #room = null;
  #rendered; // by the server: stays until something better is known
  #renderedFor = null;
  #renderedDnd = false;

  get userId() {
    return this.getAttribute("user-id") ?? this.dataset.userId ?? null;
  }

  set userId(userId) {
    reflect(this, "user-id", userId);
  }

  /** A status of its own, whoever the user; null to follow the user. */
  get status() {
    return this.getAttribute("status");
  }

  set status(status) {
    reflect(this, "status", status);
  }

  /** Do not disturb, with a status of its own. */
  get dnd() {
    return this.hasAttribute("dnd");
  }

  set dnd(dnd) {
    this.toggleAttribute("dnd", Boolean(dnd));
  }

  get size() {
    return this.getAttribute("size") ?? "md";
  }

  set size(size) {
    reflect(this, "size", size);
  }

  connectedCallback() {
    upgradeProperties(this, ["userId", "status", "dnd", "size"]);
    adoptStyles(this.getRootNode());
    if (this.#rendered === undefined) {
      this.#rendered = this.dataset.status ?? null;
      this.#renderedFor = this.userId;
      this.#renderedDnd = this.hasAttribute("data-dnd");
    }
    this.#room = roomOf(this);
    this.#room.join(this, this.#followed);
    this.refresh();
  }

  disconnectedCallback() {
    this.#room?.leave(this);
    this.#room = null;
  }

  attributeChangedCallback(name, before, after) {
    if (name === "user-id" && after === null) {
      this.removeAttribute("data-user-id");
    }
    if (this.#room !== null) {
      this.#room.join(this, this.#followed);
      this.refresh();
    }
  }

  get #followed() {
    return this.hasAttribute("status") ? null : this.userId;
  }

  /** Shows what is known now; the provider calls it. */
  refresh() {
    const userId = this.userId;
    const status = this.#current(userId);
    const dnd = (status === "active" || status === "away") && this.#isDnd(userId);
    if (userId !== null) {
      write(this, "data-user-id", userId);
    }
    write(this, "data-status", status);
    this.toggleAttribute("data-dnd", dnd);
    write(this, "aria-label", labelOf(this.#room, dnd ? "dnd" : status));
    if (!this.hasAttribute("role")) {
      this.setAttribute("role", "img");
    }
  }

  #current(userId) {
    const client = this.#room?.client ?? null;
    const own = this.getAttribute("status");
    if (own !== null) {
      return STATUSES.includes(own) ? own : "unknown";
    }
    if (userId !== this.#renderedFor) {
      this.#rendered = null;
    }
    const status = client === null || !userId ? "unknown" : client.getPresence(userId);
    if (status === "unknown" && (client === null || client.starting)) {
      return this.#rendered ?? "unknown";
    }
    this.#rendered = null;
    return status;
  }

  // After #current: what the server rendered holds as long as the status that it rendered.
  #isDnd(userId) {
    if (this.hasAttribute("status")) {
      return this.dnd;
    }
    return this.#rendered === null ? (this.#room.client?.getDoNotDisturb(userId) ?? false) : this.#renderedDnd;
  }
}

function write(element, name, value) {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}
