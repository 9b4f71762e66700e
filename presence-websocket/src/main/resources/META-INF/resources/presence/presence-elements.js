/**
 * Four elements: `<presence-provider workspace="acme">` holds one client for everything inside it,
 * `<presence-indicator user-id="ada">` (or `status="away"`) shows a dot, `<presence-note user-id="ada">` a status message, and
 * `<presence-count>` the number online. There is no shadow root: the dot is the element itself, styled by rules as in presence.css, so a server can render it and a class
 * can restyle it.
 */
import { PresenceCount } from "./presence-count.js";
import { PresenceIndicator } from "./presence-indicator.js";
import { PresenceNote } from "./presence-note.js";
import { PresenceProvider } from "./presence-provider.js";
import { setLabels } from "./presence-room.js";

export { PresenceCount, PresenceIndicator, PresenceNote, PresenceProvider };

/** Texts for screen readers, for all elements: `{active, away, offline, unknown, dnd, until}`. */
export const setPresenceLabels = setLabels;

if (globalThis.customElements !== undefined && customElements.get("presence-provider") === undefined) {
  customElements.define("presence-provider", PresenceProvider); // first, so that those inside find it
  customElements.define("presence-indicator", PresenceIndicator);
  customElements.define("presence-note", PresenceNote);
  customElements.define("presence-count", PresenceCount);
}
