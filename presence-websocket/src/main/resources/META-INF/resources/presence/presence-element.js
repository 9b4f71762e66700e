import { STYLES } from "./presence-styles.js";

export const STATUSES = ["active", "away", "offline", "unknown"];

/** What a label may be given for. */
export const LABELLED = [...STATUSES, "dnd", "until"];

/** What elements are made of; on a server, which has none, something that can at least be imported. */
export const Base = globalThis.HTMLElement ?? class {};

const sheets = new WeakMap(); // a sheet made in one document is refused by every other

/** Brings the rules into a document or shadow root, once. */
export function adoptStyles(root) {
  const page = (root.ownerDocument ?? root).defaultView;
  if (root.adoptedStyleSheets === undefined || !page) {
    return; // not in a document that is shown, or a browser without: link presence.css
  }
  const sheet = sheetOf(page);
  if (!root.adoptedStyleSheets.includes(sheet)) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}

function sheetOf(page) {
  if (!sheets.has(page)) {
    const sheet = new page.CSSStyleSheet();
    sheet.replaceSync(STYLES);
    sheets.set(page, sheet);
  }
  return sheets.get(page);
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
