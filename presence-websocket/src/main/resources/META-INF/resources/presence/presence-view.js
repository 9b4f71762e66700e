import { Listeners, Timer } from "./presence-runtime.js";
import { differences, startState } from "./presence-state.js";

const KEPT = 5_000; // how long the last state stays on show while the link is down
const BLIND = startState();

/**
 * What is on show: the state, until the link has been down for too long. Then everybody is unknown, never offline; and
 * when it is back, listeners hear only of true differences to what was shown last.
 */
export class View {
  #listeners;
  #kept;
  #blind = false;
  state;

  /** Nothing has come yet, and it is early: what the server rendered into the page may stay. */
  starting = true;

  constructor({ runtime, initial, onError }) {
    this.state = startState(initial);
    this.#listeners = new Listeners(onError);
    this.#kept = new Timer(runtime, () => this.#goBlind());
    this.#kept.arm(KEPT);
  }

  get shown() {
    return this.#blind ? BLIND : this.state;
  }

  subscribe(listener) {
    return this.#listeners.add(listener);
  }

  /** Takes the next state, made of the present one. */
  apply(next) {
    const state = next(this.state);
    this.#change(() => void (this.state = state));
  }

  /** Takes a snapshot: what it says is true from now on. */
  applySnapshot(next) {
    const state = next(this.state);
    this.#kept.cancel();
    this.#change(() => {
      this.state = state;
      this.#blind = false;
      this.starting = false;
    });
  }

  linkLost() {
    if (!this.#blind && !this.#kept.armed) {
      this.#kept.arm(KEPT);
    }
  }

  linkClosed() {
    this.#kept.cancel();
    this.#goBlind();
  }

  #goBlind() {
    this.#change(() => {
      this.#blind = true;
      this.starting = false;
    });
  }

  #change(make) {
    const before = this.shown;
    const started = this.starting;
    make();
    const { changes, everyone } = differences(before, this.shown);
    if (changes.length > 0 || everyone || started !== this.starting) {
      this.#listeners.tell(Object.freeze({ changes, everyone: everyone || started !== this.starting }));
    }
  }
}
