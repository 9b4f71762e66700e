import { Timer } from "./presence-runtime.js";

const REQUEST_TIMEOUT = 10_000;
const MOST = 16; // the server takes 20 at once, and pings and activity need some
const MOST_IDS = 1_000;
const MOST_BYTES = 64 * 1_024; // the server closes the socket on a longer frame

/** Why a request was refused: the server's code, or `timeout`, `closed`, `busy` or `superseded`. */
export class PresenceError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "PresenceError";
    this.code = code;
  }
}

/** The ids of a list. A single id is refused: its letters would be taken for ids. */
export function readIds(userIds) {
  if (typeof userIds === "string" || typeof userIds?.[Symbol.iterator] !== "function") {
    throw new TypeError(`${JSON.stringify(userIds)} is not a list of ids, such as ["ada"]`);
  }
  return [...userIds];
}

/** Why the server would refuse this frame, or null. */
export function tooLarge(frame) {
  const ids = frame.userIds?.length ?? 0;
  if (ids > MOST_IDS) {
    return new PresenceError("too_large", `${ids} ids; the server takes ${MOST_IDS} at once`);
  }
  const bytes = ids === 0 ? 0 : bytesOf(frame);
  return bytes > MOST_BYTES ? new PresenceError("too_large", `${bytes} bytes of ids; the server takes ${MOST_BYTES}`) : null;
}

/** The ids in lists that fit into one frame each. */
export function inFrames(ids) {
  const lists = [[]];
  let bytes = 0;
  for (const id of ids) {
    const more = bytesOf(id) + 1;
    if (lists.at(-1).length === MOST_IDS || bytes + more > MOST_BYTES - 1_024) {
      lists.push([]);
      bytes = 0;
    }
    lists.at(-1).push(id);
    bytes += more;
  }
  return lists;
}

function bytesOf(value) {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/**
 * Requests and the promises of their answers, by ref. Without a link a request waits. A request without an answer is sent
 * again on the next socket, for 10 s.
 */
export class Requests {
  #runtime;
  #send;
  #waiting = new Map();

  constructor(runtime, send) {
    this.#runtime = runtime;
    this.#send = send;
  }

  /** With `sends: false` the caller sends the request. */
  ask(frame, { sends = true } = {}) {
    const refusal = this.#waiting.size < MOST ? tooLarge(frame) : busy();
    if (refusal !== null) {
      return Promise.reject(refusal);
    }
    return new Promise((resolve, reject) => {
      const timer = new Timer(this.#runtime, (late) =>
        late ? timer.arm(REQUEST_TIMEOUT) : this.refuse(frame.ref, "timeout", "no answer in 10 s"),
      );
      timer.arm(REQUEST_TIMEOUT);
      this.#waiting.set(frame.ref, { frame, sends, resolve, reject, timer });
      if (sends) {
        this.#send(frame);
      }
    });
  }

  /** A new socket: sends all requests that have no answer. */
  askAgain() {
    [...this.#waiting.values()].filter((request) => request.sends).forEach((request) => this.#send(request.frame));
  }

  answer(ref, value) {
    this.#take(ref)?.resolve(value);
  }

  /** Returns whether there was such a request. */
  refuse(ref, code, message) {
    const request = this.#take(ref);
    request?.reject(new PresenceError(code, message));
    return request !== undefined;
  }

  refuseAll(code, message) {
    [...this.#waiting.keys()].forEach((ref) => this.refuse(ref, code, message));
  }

  #take(ref) {
    const request = this.#waiting.get(ref);
    request?.timer.cancel();
    this.#waiting.delete(ref);
    return request;
  }
}

function busy() {
  return new PresenceError("busy", `${MOST} requests are pending already; wait for an answer`);
}
