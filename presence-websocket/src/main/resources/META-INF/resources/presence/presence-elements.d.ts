import type { PresenceClient, PresenceClientOptions, PresenceConnection, PresenceEvent, PresenceStatus } from "./presence.js";

/** `<presence-provider workspace src watch since observe away-when away-after idle-after label-active … label-until>` */
export class PresenceProvider extends HTMLElement {
  /** The client of the elements inside: one that was assigned, which its owner closes, or this element's own. */
  get client(): PresenceClient | null;
  set client(client: PresenceClient | null);
  token: PresenceClientOptions["token"] | null;
  workspace: string | null;
  src: string | null;
  /**
   * `visible`: receive only users whose indicators are on screen or near it. `everyone`: never ask for single users. `auto`
   * (default): as `everyone`, and as `visible` where the workspace is too large for a full list.
   */
  get watch(): string;
  set watch(watch: "auto" | "visible" | "everyone" | null);
}

/** `<presence-indicator user-id size>` or `<presence-indicator status dnd size>` */
export class PresenceIndicator extends HTMLElement {
  userId: string | null;
  /** A status of its own, whoever the user; null to follow the user. */
  get status(): string | null;
  set status(status: PresenceStatus | null);
  /** Do not disturb, with a status of its own. */
  dnd: boolean;
  get size(): string;
  set size(size: "sm" | "md" | "lg" | null);
  refresh(): void;
}

/** `<presence-note user-id>`: the status message of a user, as text. It has the attribute `data-note` while there is one. */
export class PresenceNote extends HTMLElement {
  userId: string | null;
  refresh(): void;
}

/** `<presence-count>` or `<presence-count status="away">`: a number, as text. */
export class PresenceCount extends HTMLElement {
  get status(): string;
  set status(status: "online" | "active" | "away" | null);
  refresh(): void;
}

/** Texts for screen readers, for all elements. Texts that are left out stay as they are. */
export function setPresenceLabels(labels: Partial<Record<PresenceStatus | "dnd" | "until", string>>): void;

declare global {
  interface HTMLElementTagNameMap {
    "presence-provider": PresenceProvider;
    "presence-indicator": PresenceIndicator;
    "presence-note": PresenceNote;
    "presence-count": PresenceCount;
  }
  /** The provider dispatches them; they do not bubble. */
  interface HTMLElementEventMap {
    "presence-change": CustomEvent<PresenceEvent>;
    "presence-connection": CustomEvent<PresenceConnection | null>;
  }
}
