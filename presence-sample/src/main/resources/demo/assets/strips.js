import { el } from "./dom.js";
import { WINDOW } from "./history.js";

const REPAINT = 1_000;
const NARROWEST = 3; // percent: a flicker of a tenth of a second must be seen, not be lost between two pixels

/** Strips of the last two minutes, one for each member in the page. Only those on screen are painted. */
export class Strips {
  #history;
  #strips = new Map();
  #onScreen = new Set();
  #eye = new IntersectionObserver((entries) => entries.forEach((entry) => this.#seen(entry)));

  constructor(history) {
    this.#history = history;
    history.subscribe((userIds) => userIds.forEach((userId) => this.#repaint(userId)));
    setInterval(() => document.hidden || this.#onScreen.forEach((userId) => this.#paint(userId)), REPAINT);
  }

  make(userId) {
    const strip = el("span.strip", { "data-strip": userId, "aria-hidden": "true", title: "The last two minutes" });
    this.#strips.set(userId, strip);
    this.#onScreen.delete(userId);
    this.#eye.observe(strip);
    return strip;
  }

  #seen({ target, isIntersecting }) {
    const userId = target.dataset.strip;
    if (isIntersecting) {
      this.#onScreen.add(userId);
      this.#paint(userId);
    } else if (this.#strips.get(userId) === target) {
      this.#onScreen.delete(userId);
    }
    if (!target.isConnected) {
      this.#eye.unobserve(target); // its row is far from the screen, and gets a new strip when it comes back
    }
  }

  #repaint(userId) {
    if (this.#onScreen.has(userId)) {
      this.#paint(userId);
    }
  }

  #paint(userId) {
    const image = gradientOf(this.#history.of(userId), Date.now());
    const strip = this.#strips.get(userId);
    if (strip.style.backgroundImage !== image) {
      strip.style.backgroundImage = image;
    }
  }
}

/** Hard stops from two minutes ago (0 %) to now (100 %); each segment is wide enough to be seen, the present one too. */
export function gradientOf(segments, now) {
  const stops = [];
  let end = 100;
  for (const { from, status } of [...segments].reverse()) {
    const start = Math.max(0, Math.min(((from - now + WINDOW) / WINDOW) * 100, end - NARROWEST));
    stops.unshift(`var(--strip-${status}) ${start.toFixed(2)}% ${end.toFixed(2)}%`);
    end = start;
    if (end === 0) {
      break;
    }
  }
  stops.unshift(`var(--strip-unknown) 0% ${end.toFixed(2)}%`);
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}
