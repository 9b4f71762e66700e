import type { PresenceClient, PresenceClientOptions, PresenceConnection, PresenceEvent, PresenceStatus } from "./presence.js";

/** `<presence-provider workspace src away-when away-after idle-after label-active … label-unknown>` */
export class PresenceProvider extends HTMLElement {
  /** The client of the elements inside: one handed in, which stays its owner's to close, or this element's own. */
  get client(): PresenceClient | null;
  set client(client: PresenceClient | null);
  token: PresenceClientOptions["token"] | null;
  workspace: string | null;
  src: string | null;
}

/** `<presence-indicator user-id size>` or `<presence-indicator status size>` */
export class PresenceIndicator extends HTMLElement {
  userId: string | null;
  /** A status of its own, whoever the user; null to follow the user. */
  get status(): string | null;
  set status(status: PresenceStatus | null);
  get size(): string;
  set size(size: "sm" | "md" | "lg" | null);
  refresh(): void;
}

/** Texts for screen readers, for all indicators; those left out stay as they are. */
export function setPresenceLabels(labels: Partial<Record<PresenceStatus, string>>): void;

declare global {
  interface HTMLElementTagNameMap {
    "presence-provider": PresenceProvider;
    "presence-indicator": PresenceIndicator;
  }
  /** Dispatched on the provider; they do not bubble. */
  interface HTMLElementEventMap {
    "presence-change": CustomEvent<PresenceEvent>;
    "presence-connection": CustomEvent<PresenceConnection | null>;
  }
}
