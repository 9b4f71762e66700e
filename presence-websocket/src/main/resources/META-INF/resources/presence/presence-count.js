import { Base, reflect, upgradeProperties } from "./presence-element.js";
import { labelOf, roomOf } from "./presence-room.js";

const UNKNOWN = "–";

/** `<presence-count>` shows the number of online users of the provider around it, `<presence-count status="away">` those away. */
export class PresenceCount extends Base {
  static observedAttributes = ["status"];

  #room = null;

  /** `online` (default), `active` or `away`. */
  get status() {
    return this.getAttribute("status") ?? "online";
  }

  set status(status) {
    reflect(this, "status", status);
  }

  connectedCallback() {
    upgradeProperties(this, ["status"]);
    this.#room = roomOf(this);
    this.#room.joinCount(this);
    this.refresh();
  }

  disconnectedCallback() {
    this.#room?.leaveCount(this);
    this.#room = null;
  }

  attributeChangedCallback() {
    this.refresh();
  }

  /** Shows what is known now; the provider calls it. */
  refresh() {
    const client = this.#room?.client ?? null;
    if ((client === null || client.starting) && this.textContent.trim() !== "") {
      return; // what the server rendered stays until something is known
    }
    const count = countOf(client?.counts ?? null, this.status);
    if (count === null) {
      this.#show(UNKNOWN);
      this.removeAttribute("data-count");
      this.setAttribute("role", "img"); // a dash says nothing to a screen reader
      this.setAttribute("aria-label", labelOf(this.#room, "unknown"));
    } else {
      this.#show(count.toLocaleString(this.closest("[lang]")?.lang || undefined));
      this.setAttribute("data-count", count);
      this.removeAttribute("role");
      this.removeAttribute("aria-label");
    }
  }

  #show(text) {
    if (this.textContent !== text) {
      this.textContent = text;
    }
  }
}

/** The number to show, or null if it is not known. */
export function countOf(counts, status) {
  if (counts === null) {
    return null;
  }
  return { online: counts.online, away: counts.away, active: counts.online - counts.away }[status] ?? null;
}
