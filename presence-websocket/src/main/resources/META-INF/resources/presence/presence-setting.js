import { PresenceError } from "./presence-requests.js";
import { Timer } from "./presence-runtime.js";

const REFUSED_PAUSE = 1_000;

const MOST_TEXT = 140; // UTF-16 units, as the server counts
const MOST_EMOJI = 32;
const MOST_DATA = 512; // bytes
const LATEST = 253_402_300_799; // seconds: the end of the year 9999
const SECONDS = 1e11; // a time below it, which is in 1973, was given in seconds
const STATUSES = ["away", "dnd", "invisible", "automatic"];

/** The frame for `{status, until}`, or an error that says what to do. */
export function statusFrame({ status, until } = {}) {
  if (!STATUSES.includes(status)) {
    throw new RangeError(`status is ${status}; give one of ${STATUSES.join(", ")}`);
  }
  return { type: "presence:setStatus", status, until: readUntil(until) };
}

/** The frame for `{text, emoji, until}`; null, or neither a text nor an emoji, clears the note. */
export function noteFrame(note) {
  const text = readText("text", note?.text, MOST_TEXT);
  const emoji = readText("emoji", note?.emoji, MOST_EMOJI);
  const isCleared = text === undefined && emoji === undefined;
  return { type: "presence:setNote", text, emoji, until: isCleared ? undefined : readUntil(note.until) };
}

/** The frame for what this page states of itself: an object, or null for nothing. */
export function dataFrame(data, { until } = {}) {
  const isObject = typeof data === "object" && !Array.isArray(data);
  const bytes = isObject ? new TextEncoder().encode(JSON.stringify(data)).length : 0;
  if (!isObject || bytes > MOST_DATA) {
    throw new RangeError(`data is ${JSON.stringify(data)}; give null or an object of at most ${MOST_DATA} bytes of JSON`);
  }
  return { type: "presence:setData", data, until: data === null ? undefined : readUntil(until) };
}

function readText(what, given, most) {
  const text = given ?? "";
  if (typeof text !== "string" || text.length > most || /[\p{Cc}\p{Cs}]/u.test(text)) {
    throw new RangeError(
      `${what} is ${JSON.stringify(given)}; give a string of at most ${most} UTF-16 units, without control characters and ` +
        "unpaired surrogates",
    );
  }
  return text === "" ? undefined : text;
}

function readUntil(until) {
  if (until === undefined || until === null) {
    return undefined;
  }
  const seconds = Math.ceil(Number(until) / 1_000);
  if (!(Number(until) >= SECONDS && seconds <= LATEST)) {
    throw new RangeError(`until is ${until}; give epoch milliseconds, as from Date.now(), or a Date`);
  }
  return seconds;
}

/**
 * The latest value that the user set on this page, a manual status or a note, until the server has it. It is sent again on
 * the next socket.
 */
export class Setting {
  #link;
  #nextRef;
  #pending = null;
  #pause;

  constructor({ link, runtime, nextRef }) {
    this.#link = link;
    this.#nextRef = nextRef;
    this.#pause = new Timer(runtime, () => this.send());
  }

  set(frame) {
    if (this.#link.connection.state === "closed") {
      throw new PresenceError("closed", "the client is closed; reconnect() opens it again");
    }
    this.#pending = { frame, ref: this.#nextRef(), pong: null };
    this.send();
  }

  send() {
    this.#pause.cancel();
    const { frame, ref } = this.#pending ?? {};
    if (this.#pending !== null && this.#link.send({ ...frame, ref })) {
      this.#pending.pong = this.#link.check();
    }
  }

  /** The server answers in order: what was sent before the ping has arrived. */
  onPong(frame) {
    if (this.#pending?.pong === frame.ref) {
      this.#pending = null;
    }
  }

  /** Returns whether the refused request was sent here. */
  onRefused({ ref, code }) {
    if (this.#pending === null || ref === undefined) {
      return false;
    }
    if (ref === this.#pending.ref && code === "rate_limited") {
      this.#pending.pong = null; // the pong still comes, but does not mean that the server has the value
      this.#pause.arm(REFUSED_PAUSE);
      return true;
    }
    if (ref === this.#pending.pong) {
      this.#pending = null; // only the ping was refused; it was sent after the value
      return true;
    }
    return false;
  }

  end() {
    this.#pending = null;
    this.#pause.cancel();
  }
}
