import { Timer } from "./presence-runtime.js";

export const AWAY_WHEN = ["blurred", "hidden", "never"];
const POLL = 500;
const RETURNS = ["focus", "visibilitychange", "pageshow", "restore"]; // a sign of a person, like a key

/**
 * Whether a page counts as active. `visible` and `focused` are those of the page, `idleFor` is the time since the last
 * input. `awayWhen` decides what makes it away, `idleAfter` after how long without input (null: never).
 */
export function isActive({ visible, focused, idleFor }, { awayWhen, idleAfter }) {
  const idle = idleAfter !== null && idleFor >= idleAfter;
  switch (awayWhen) {
    case "blurred": return visible && focused && !idle;
    case "hidden": return visible && !idle;
    default: return !idle;
  }
}

/**
 * Follows a page and calls `changed(active)` when its activity changes: away after `awayAfter`, active at once. `page` is
 * what `browserPage` returns, or null where there is no page, and then it is always active.
 */
export class Activity {
  #page;
  #runtime;
  #options;
  #changed;
  #lastInput;
  #leaving = false;
  #away;
  #idle;
  #poll;
  active;

  constructor({ page, runtime, options, changed }) {
    this.#page = page;
    this.#runtime = runtime;
    this.#options = options;
    this.#changed = changed;
    this.#lastInput = runtime.now();
    this.#away = new Timer(runtime, () => this.#become(this.#now()));
    this.#idle = new Timer(runtime, () => this.#look());
    this.#poll = new Timer(runtime, () => this.#look());
    this.active = this.#now();
    this.#look();
  }

  /** Something happened to the page; `kind` is one of those that `browserPage` reports. */
  saw(kind) {
    if (kind === "pagehide" || kind === "suspend") {
      this.#leaving = true; // a reload, or on to another page: the socket's end says it, and away would only flicker
    } else if (kind === "pageshow" || kind === "restore" || (kind === "visibilitychange" && this.#page.visible())) {
      this.#leaving = false;
    }
    if (kind === "input" || (RETURNS.includes(kind) && this.#now({ idleFor: 0 }))) {
      this.#lastInput = this.#runtime.now();
    }
    if (kind === "input" && this.active && !this.#away.armed) {
      return; // a moving pointer must cost nothing; the idle timer looks when it is due
    }
    this.#look();
    if (kind === "freeze" && !this.#leaving && this.#away.armed) {
      this.#away.cancel();
      this.#become(false); // no timer runs in a frozen page
    }
  }

  stop() {
    [this.#away, this.#idle, this.#poll].forEach((timer) => timer.cancel());
  }

  #now(instead = {}) {
    if (this.#page === null) {
      return true;
    }
    const now = this.#runtime.now();
    this.#lastInput = Math.min(this.#lastInput, now); // the clock may have been set back
    const idleFor = now - this.#lastInput;
    return isActive(
      { visible: this.#page.visible(), focused: this.#page.focused(), idleFor, ...instead },
      this.#options,
    );
  }

  #look() {
    if (this.#page === null || this.#leaving) {
      return;
    }
    const active = this.#now();
    if (active) {
      this.#away.cancel();
      this.#become(true);
    } else if (this.active && !this.#away.armed) {
      this.#away.arm(this.#options.awayAfter);
    }
    this.#watch(active);
  }

  #watch(active) {
    const { awayWhen, idleAfter } = this.#options;
    if (idleAfter !== null && active && !this.#idle.armed) {
      this.#idle.arm(this.#lastInput + idleAfter - this.#runtime.now());
    }
    // While an iframe has the focus, this window gets no event when the focus goes elsewhere or comes back.
    if (awayWhen === "blurred" && this.#page.visible() && this.#page.inFrame()) {
      this.#poll.arm(POLL);
    } else {
      this.#poll.cancel();
    }
  }

  #become(active) {
    if (active !== this.active && !this.#leaving) {
      this.active = active;
      this.#changed(active);
    }
  }
}

const INPUTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];

/** The page of a window as the client needs it. Give it another window (`window.top`) to follow that one. */
export function browserPage(view = globalThis.window) {
  const document = view.document;
  return {
    visible: () => document.visibilityState === "visible",
    focused: () => document.hasFocus(), // true also while an iframe inside has it
    inFrame: () => ["IFRAME", "FRAME", "OBJECT", "EMBED"].includes(deepActive(document)?.tagName),
    listen(tell, { input }) {
      const release = new AbortController();
      const on = (target, names, kindOf, more = {}) =>
        names.forEach((name) =>
          target.addEventListener(name, (event) => tell(kindOf(event)), { signal: release.signal, ...more }),
        );
      on(document, ["visibilitychange", "freeze", "resume"], (event) => event.type);
      on(view, ["focus", "blur", "online", "offline"], (event) => event.type);
      on(view, ["pagehide"], (event) => (event.persisted ? "suspend" : "pagehide"));
      on(view, ["pageshow"], (event) => (event.persisted ? "restore" : "pageshow"));
      if (input) {
        on(view, INPUTS, () => "input", { capture: true, passive: true });
      }
      return () => release.abort();
    },
  };
}

function deepActive(root) {
  const active = root.activeElement;
  return active?.shadowRoot ? (deepActive(active.shadowRoot) ?? active) : active;
}
