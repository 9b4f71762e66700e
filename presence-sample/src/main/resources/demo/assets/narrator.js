const FOCUS_PAUSE = 300;
const QUIET = 700;

/**
 * Puts into words what was done on one side and what the other side saw of it, and how long that took. `say(line)` gets
 * `{id, text, time, done}`; a line with the id of an earlier one replaces it.
 */
export class Narrator {
  #names;
  #grace;
  #say;
  #acts = new Map();
  #moved = new Map();
  #timer;
  #lastId = 0;

  constructor({ names, graceMillis, say }) {
    this.#names = names;
    this.#grace = graceMillis;
    this.#say = say;
  }

  /** A line of its own. */
  tell(text) {
    this.#say({ id: ++this.#lastId, text, time: null, done: true });
  }

  /**
   * Somebody did something. `others` is how many more tabs there are, `online` whether the other side sees them so far,
   * `unheard` why nobody can notice at the moment.
   */
  did(userId, kind, { others = 0, online = true, unheard = null } = {}) {
    if (unheard !== null) {
      this.tell(`${this.#begun(userId, { kind, others, online })} ${unheard}`);
      return;
    }
    clearTimeout(this.#acts.get(userId)?.timer);
    const act = { id: ++this.#lastId, kind, others, online, at: performance.now(), timer: null };
    this.#acts.set(userId, act);
    this.#say({ id: act.id, text: this.#begun(userId, act), time: null, done: false });
    const wait = waitOf(act, this.#grace);
    if (wait !== null) {
      act.timer = setTimeout(() => this.#nothing(userId, act), wait);
    }
  }

  /** The other side sees this of them now. */
  saw(userId, status) {
    if (status === "unknown") {
      return;
    }
    const act = this.#acts.get(userId);
    if (act === undefined) {
      this.#unasked(userId, status);
      return;
    }
    clearTimeout(act.timer);
    this.#acts.delete(userId);
    this.#say({ id: act.id, text: this.#ended(userId, act, status), time: performance.now() - act.at, done: true, userId, note: this.#note(act.kind) });
  }

  #name(userId) {
    return this.#names.get(userId);
  }

  #begun(userId, { kind, others, online }) {
    const name = this.#name(userId);
    switch (kind) {
      case "hide": return `${name}’s tab is hidden. It counts after one second, so that a short look elsewhere changes nothing.`;
      case "show": return `${name}’s tab is in front again.`;
      case "away": return `${name} sets away.`;
      case "dnd": return `${name} sets do not disturb.`;
      case "invisible": return `${name} sets invisible.`;
      case "automatic": return `${name} goes back to automatic.`;
      case "cut": return `${name}’s link is cut. Others do not see it yet: there is a grace of ${seconds(this.#grace)}.`;
      case "restore": return `${name}’s link is back.`;
      case "close": return others > 0 ? `${name} closes one of ${others + 1} tabs.` : `${name} closes the last tab. A reload looks the same, so there is a grace of ${seconds(this.#grace)}.`;
      default: return online ? `${name} opens another tab.` : `${name} opens a tab.`;
    }
  }

  // What of the measured time is there on purpose.
  #note(kind) {
    return { hide: "1 s of it on purpose", cut: `grace of ${seconds(this.#grace)}`, close: `grace of ${seconds(this.#grace)}` }[kind] ?? "click to dot";
  }

  #ended(userId, { kind }, status) {
    const name = this.#name(userId);
    switch (kind) {
      case "hide": return `${name}’s tab was hidden: ${status}.`;
      case "show": return `${name}’s tab is in front again: ${status}, at once.`;
      case "away": return `${name} set away: ${status}.`;
      case "dnd": return `${name} set do not disturb: ${status}.`;
      case "invisible": return `${name} set invisible: ${status} for others.`;
      case "automatic": return `${name} is back to automatic: ${status}.`;
      case "cut": return `${name}’s link was cut, and the grace is over: ${status}.`;
      case "restore": return `${name}’s link is back: ${status}.`;
      case "close": return `${name} closed the last tab, and did not come back within the grace: ${status}.`;
      default: return `${name} opened a tab: ${status}.`;
    }
  }

  // An act that changes nothing for others gets a line too, to show that nothing flickers.
  #nothing(userId, act) {
    this.#acts.delete(userId);
    const name = this.#name(userId);
    const text = {
      open: `${name} opened another tab. Nothing changed for others.`,
      close: `${name} closed a tab and is still here: another one is open. Nothing changed for others.`,
      restore: `${name}’s link was back within the grace. Nothing changed for others.`,
      automatic: `${name} is on automatic. Nothing changed.`,
      away: `${name} has set away. Nothing changed.`,
      dnd: `${name} has set do not disturb. Nothing changed.`,
      invisible: `${name} has set invisible. Nothing changed.`,
      show: `${name}’s tab is in front again. Nothing changed.`,
      hide: `${name}’s tab is hidden. Nothing changed.`,
    }[act.kind];
    if (text !== undefined) {
      this.#say({ id: act.id, text, time: null, done: true });
    }
  }

  // Nobody clicked: the window itself got or lost the focus, for both at nearly the same time.
  #unasked(userId, status) {
    if (status === "offline" || status === "do not disturb") {
      this.tell(`${this.#name(userId)} is ${status === "offline" ? "offline: the grace is over" : "on do not disturb"}.`);
      return;
    }
    this.#moved.set(userId, status);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const who = [...this.#moved.keys()].map((it) => this.#name(it)).join(" and ");
      const are = this.#moved.size === 1 ? "is" : "are";
      this.#moved.clear();
      this.tell(status === "away" ? `This window lost the focus: ${who} ${are} away.` : `${who} ${are} active.`);
    }, FOCUS_PAUSE);
  }
}

// How long to wait before "nothing" is the answer; null where something must come.
function waitOf({ kind, others, online }, grace) {
  switch (kind) {
    case "cut": return null;
    case "close": return others > 0 ? grace + 1_500 : null;
    case "hide": return 1_000 + QUIET;
    case "open": return online ? QUIET : null;
    default: return QUIET;
  }
}

const seconds = (millis) => `${millis / 1000} s`;
