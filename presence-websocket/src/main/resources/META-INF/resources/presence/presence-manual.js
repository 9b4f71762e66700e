import { PresenceError } from "./presence-requests.js";
import { Timer } from "./presence-runtime.js";

const REFUSED_PAUSE = 1_000;

/** The latest manual status that the user set on this page, until the server has it. It is sent again on the next socket. */
export class ManualStatus {
  #link;
  #nextRef;
  #pending = null;
  #pause;

  constructor({ link, runtime, nextRef }) {
    this.#link = link;
    this.#nextRef = nextRef;
    this.#pause = new Timer(runtime, () => this.send());
  }

  set(type) {
    if (this.#link.connection.state === "closed") {
      throw new PresenceError("closed", "the client is closed; reconnect() opens it again");
    }
    this.#pending = { type, ref: this.#nextRef(), pong: null };
    this.send();
  }

  send() {
    this.#pause.cancel();
    const { type, ref } = this.#pending ?? {};
    if (this.#pending !== null && this.#link.send({ type, ref })) {
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
      this.#pending.pong = null; // the pong still comes, but does not mean that the server has the status
      this.#pause.arm(REFUSED_PAUSE);
      return true;
    }
    if (ref === this.#pending.pong) {
      this.#pending = null; // only the ping was refused; it was sent after the status
      return true;
    }
    return false;
  }

  end() {
    this.#pending = null;
    this.#pause.cancel();
  }
}
