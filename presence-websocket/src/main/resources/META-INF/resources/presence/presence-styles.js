// The same text as presence.css (a test compares them): here it needs no request, and no style that a CSP would refuse.
export const STYLES = `/*
 * How presence-elements.js looks. The module brings these rules along by itself; link this file too where dots should
 * be right before any script has run. Selectors weigh as little as an element's name, so a class of yours wins.
 */
presence-provider {
  display: contents;
}

presence-indicator {
  position: relative;
  display: inline-block;
  box-sizing: border-box;
  flex: none;
  width: var(--presence-size-md, 10px);
  height: var(--presence-size-md, 10px);
  border-radius: 50%;
  vertical-align: middle;
  /* The ring: light around the dot, and a thin dark edge around that, so that no background swallows both. */
  box-shadow:
    0 0 0 var(--presence-ring-width, 2px) var(--presence-ring-color, #fff),
    0 0 0 calc(var(--presence-ring-width, 2px) + 1px) var(--presence-ring-edge-color, rgb(0 0 0 / 0.3));
  print-color-adjust: exact;
}
presence-indicator:where([hidden]) {
  display: none;
}
presence-indicator:where([size="sm"]) {
  width: var(--presence-size-sm, 8px);
  height: var(--presence-size-sm, 8px);
}
presence-indicator:where([size="lg"]) {
  width: var(--presence-size-lg, 12px);
  height: var(--presence-size-lg, 12px);
}

/* Colour and shape: full, half, hollow, dashed, for whom colours alone do not tell. */
presence-indicator:where([data-status="active"]) {
  background-color: var(--presence-active-color, #22c55e);
}
presence-indicator:where([data-status="away"]) {
  background-color: var(--presence-away-color, #eab308);
}
presence-indicator:where([data-status="offline"]) {
  background-color: var(--presence-offline-color, #9ca3af);
}
presence-indicator:where([data-status="unknown"], :not([data-status])) {
  border: 1.5px dashed var(--presence-unknown-color, #6b7280);
  background-color: var(--presence-ring-color, #fff);
}
presence-indicator:where([data-status="away"], [data-status="offline"])::before {
  content: "";
  position: absolute;
  background-color: var(--presence-ring-color, #fff);
}
presence-indicator:where([data-status="away"])::before {
  inset: 18% 18% 18% 50%;
  border-radius: 0 99px 99px 0;
}
presence-indicator:where([data-status="offline"])::before {
  inset: 25%;
  inset: round(25%, 1px); /* or the hole sits half a pixel off */
  border-radius: 50%;
}

/* Do not disturb, of users who are active or away: a bar across the dot. */
presence-indicator:where([data-dnd]) {
  border: 0;
  background-color: var(--presence-dnd-color, #ef4444);
}
presence-indicator:where([data-dnd])::before {
  content: "";
  position: absolute;
  inset: calc(50% - 1px) 18%;
  border-radius: 1px;
  background-color: var(--presence-dnd-bar-color, #fff);
}

/* A note is plain text of somebody else: it must not turn the writing direction of what is around it. */
presence-note {
  unicode-bidi: isolate;
  overflow-wrap: anywhere;
}
presence-note:where([hidden]) {
  display: none;
}

/* An avatar with its dot: bottom right, above the picture, and above nothing else of the page. */
.presence-avatar {
  position: relative;
  display: inline-block;
  isolation: isolate;
}
.presence-avatar > presence-indicator {
  position: absolute;
  right: 0;
  bottom: 0;
  z-index: 1;
}

/* The user's own palette: only the shape tells. */
@media (forced-colors: active) {
  presence-indicator {
    forced-color-adjust: none;
    background-color: CanvasText;
    box-shadow: 0 0 0 var(--presence-ring-width, 2px) Canvas;
  }
  presence-indicator:where([data-status="unknown"], :not([data-status])) {
    border-color: CanvasText;
    background-color: Canvas;
  }
  presence-indicator:where([data-status="away"], [data-status="offline"], [data-dnd])::before {
    background-color: Canvas;
  }
}
`;
