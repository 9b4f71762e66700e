import { Timer } from "./presence-runtime.js";

const REQUEST_TIMEOUT = 10_000;
const MOST = 16; // the server takes 20 at once, and pings and activity need some

/** Why a request was refused: the server's code, or `timeout`, `closed`, `busy` or `superseded`. */
export class PresenceError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "PresenceError";
    this.code = code;
  }
}

/**
 * Questions and the promises of their answers, by ref. One asked while the link is down waits, and is asked again on
 * the next socket, until it has been answered or has waited too long.
 */
export class Requests {
  #runtime;
  #send;
  #waiting = new Map();

  constructor(runtime, send) {
    this.#runtime = runtime;
    this.#send = send;
  }

  /** `sends: false`: somebody else sends this one. */
  ask(frame, { sends = true } = {}) {
    if (this.#waiting.size >= MOST) {
      return Promise.reject(new PresenceError("busy", `${MOST} requests wait for their answer already`));
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

  /** A new socket: what has no answer yet is asked again. */
  askAgain() {
    [...this.#waiting.values()].filter((request) => request.sends).forEach((request) => this.#send(request.frame));
  }

  answer(ref, value) {
    this.#take(ref)?.resolve(value);
  }

  /** Says whether there was such a request. */
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
