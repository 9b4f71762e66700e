import { STYLES } from "./presence-styles.js";

export const STATUSES = ["active", "away", "offline", "unknown"];

/** What elements are made of; on a server, which has none, something that can at least be imported. */
export const Base = globalThis.HTMLElement ?? class {};

let sheet = null;

/** Brings the rules into a document or shadow root, once. */
export function adoptStyles(root) {
  if (root.adoptedStyleSheets === undefined) {
    return; // not in a document, or a browser without: link presence.css
  }
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}

/** A property that is an attribute. */
export function reflect(element, name, value) {
  if (value === null || value === undefined) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value);
  }
}

/** What was set before the element had its class would hide the property. */
export function upgradeProperties(element, names) {
  for (const name of names.filter((it) => Object.hasOwn(element, it))) {
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}
