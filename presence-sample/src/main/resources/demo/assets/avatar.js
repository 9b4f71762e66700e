import { el, svg } from "./dom.js";
import { lookOf } from "./looks.js";

/** A drawn face, or for the many that have none the letters of the name. Decoration: the name stands beside it. */
export function avatar(person, size = "medium") {
  const look = lookOf(person.userId);
  const drawing = look === null ? letters(person) : face(look);
  return el(`span.avatar.avatar-${size}`, { "aria-hidden": "true" }, drawing);
}

/** The avatar with its dot: bottom right, above the picture. */
export function avatarWithDot(person, { size = "medium", dot = "md" } = {}) {
  return el(
    `span.presence-avatar.with-dot-${size}`,
    {},
    avatar(person, size),
    el("presence-indicator", { "user-id": person.userId, "data-user-id": person.userId, size: dot }),
  );
}

function canvas(background, ...shapes) {
  return svg("svg", { viewBox: "0 0 40 40", focusable: "false" }, svg("rect", { width: 40, height: 40, fill: background }), ...shapes);
}

function letters({ userId, name }) {
  const sum = [...userId].reduce((it, letter) => (it * 31 + letter.codePointAt(0)) % 9973, 7);
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const text = [words[0], words.length > 1 ? words.at(-1) : null]
    .filter(Boolean)
    .map((word) => (/^\p{N}/u.test(word) ? word.slice(0, 3) : word[0].toUpperCase()))
    .join("");
  const label = svg("text", { x: 20, y: 20.5, fill: "#fff", "font-size": text.length > 3 ? 12 : 15, "font-weight": 600, "text-anchor": "middle", "dominant-baseline": "central" });
  label.textContent = text || "?";
  return canvas(`hsl(${(sum * 137) % 360} 38% 46%)`, label);
}

function face({ background, skin, hair, cut, shirt, glasses, beard }) {
  return canvas(
    background,
    ...BEHIND[cut]?.(hair) ?? [],
    svg("path", { d: "M5 42c0-9 6.5-13 15-13s15 4 15 13z", fill: shirt }),
    svg("path", { d: "M16.4 24h7.2v6.2c0 2-1.6 3.4-3.6 3.4s-3.6-1.4-3.6-3.400z", fill: skin }),
    svg("path", { d: "M16.4 27.300c2 1.7 5.2 1.7 7.2 0v2c-2 2-5.2 2-7.2 0z", fill: "#000", "fill-opacity": 0.12 }),
    svg("ellipse", { cx: 20, cy: 18.5, rx: 7.6, ry: 9, fill: skin }),
    ...(beard ? [svg("path", { d: "M12.4 18.500c.4 2 1.2 2.6 2.6 2.6 3 0 2.5-.9 5-.9s2 .9 5 .9c1.4 0 2.2-.6 2.6-2.6 0 6-3.3 9.6-7.6 9.600s-7.6-3.6-7.6-9.600z", fill: hair })] : []),
    ...FRONT[cut](hair),
    ...(glasses ? [svg("path", { d: "M13.6 18.200h4.800v3.200h-4.800zM21.6 18.200h4.800v3.200h-4.800zM18.4 19h3.2", fill: "none", stroke: "#1f2937", "stroke-width": 0.9, "stroke-linejoin": "round" })] : []),
  );
}

const path = (d) => (hair) => [svg("path", { d, fill: hair })];

const BEHIND = {
  long: path("M10.5 18c0-8 4-11.5 9.5-11.500s9.5 3.5 9.5 11.500v11c0 2-1.5 3-3 3h-13c-1.5 0-3-1-3-3z"),
  bob: path("M10.5 18c0-8 4-11.5 9.5-11.500s9.5 3.5 9.5 11.500v5c0 2.5-2 3.5-4 3.500h-11c-2 0-4-1-4-3.500z"),
  bun: (hair) => [svg("circle", { cx: 20, cy: 6.5, r: 4, fill: hair })],
  afro: (hair) => [svg("circle", { cx: 20, cy: 15, r: 12.5, fill: hair })],
  hood: path("M7.5 32c0-18 3-26.5 12.5-26.500s12.5 8.5 12.5 26.500z"),
};

const FRONT = {
  long: path("M12 18.500c-.5-8 3-10.8 8-10.800s8.5 2.8 8 10.800c-1-4-2.5-6-4.5-7-2 2-7.5 2.5-9 2.7-1.5.8-2.2 2.3-2.5 4.300z"),
  bob: path("M12 18.500c-.5-8 3-10.8 8-10.800s8.5 2.8 8 10.800c-.3-2.5-1-4-2-5.2-3.5.7-8.5.7-12 0-1 1.2-1.7 2.7-2 5.200z"),
  bun: path("M12 18c-.3-7.5 3-10.5 8-10.500s8.3 3 8 10.500c-1-4-3.5-6.5-8-6.500s-7 2.5-8 6.500z"),
  afro: path("M12.2 17c.3-5 3.3-7.5 7.8-7.500s7.5 2.5 7.8 7.500c-1.5-2.5-4-3.5-7.8-3.500s-6.3 1-7.8 3.500z"),
  short: path("M12 18c-1-7.5 2.5-11.3 8.3-11.3 5.5 0 8.7 3.8 7.7 11.3-.6-2.8-1.2-4.3-2.3-5.3-3.7.5-8.3.3-10.7-1-1.4 1.3-2.4 3.3-3 6.300z"),
  crop: path("M12.3 16.500c-.5-6 2.7-9 7.7-9s8.2 3 7.7 9c-.7-2-1.3-3-2-3.7-3.5-.8-8-.8-11.4 0-.7.7-1.3 1.7-2 3.700z"),
  wave: path("M11.8 18.500c-2-8.5 3-12.5 9-12 5.5.4 8.7 4.2 7.4 11.5-.7-2.5-1.5-4-3-5-1 .8-2.3 1-3.7.4.5.6.5 1 .3 1.5-3-.2-5.3-.8-7-1.9-1.5 1-2.5 2.5-3 5.500z"),
  bald: () => [],
  hood: path("M10.2 22c-.8-9.5 3-14 9.8-14s10.6 4.5 9.8 14c-1-6.5-3.8-10-9.8-10s-8.8 3.5-9.8 10z"),
};
