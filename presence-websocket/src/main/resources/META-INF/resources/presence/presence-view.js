import { Listeners, Timer } from "./presence-runtime.js";
import { differences, forgotten, startState } from "./presence-state.js";

const KEPT = 5_000; // how long the last state stays on show without a link

/**
 * Owns the state that is on show, and notifies listeners of what is shown differently. After 5 s without a link everybody
 * is unknown, never offline.
 */
export class View {
  #listeners;
  #kept;
  #map = null;
  state;

  /** Nothing has come yet, and it is early: what the server rendered into the page may stay. */
  starting = true;

  constructor({ runtime, initial, onError }) {
    this.state = startState(initial);
    this.#listeners = new Listeners(onError);
    this.#kept = new Timer(runtime, () => this.#forget());
    this.#kept.arm(KEPT);
  }

  /** The online users by id. Made when it is read, once for each change. */
  get map() {
    if (this.#map === null) {
      const online = [...this.state.table.entries()].filter(([, { status }]) => status !== "offline");
      const entries = online.map(([userId, { status }]) => [userId, { value: status, enumerable: true }]);
      this.#map = Object.freeze(Object.create(null, Object.fromEntries(entries)));
    }
    return this.#map;
  }

  subscribe(listener) {
    return this.#listeners.add(listener);
  }

  /** Takes the next state, made of the present one. */
  apply(next) {
    this.#change(next(this.state), this.starting);
  }

  /** Takes the state after a snapshot: what it says is true from now on. */
  applySnapshot(next) {
    const state = next(this.state);
    this.#kept.cancel();
    this.#change(state, false);
  }

  linkLost() {
    if (!this.#kept.armed) {
      this.#kept.arm(KEPT);
    }
  }

  linkClosed() {
    this.#kept.cancel();
    this.#forget();
  }

  #forget() {
    this.#change(forgotten(this.state), false);
  }

  #change(state, starting) {
    const before = this.state;
    const started = this.starting !== starting;
    this.state = state;
    this.starting = starting;
    const { changes, everyone } = differences(before, state);
    if (changes.length > 0) {
      this.#map = null;
    }
    if (changes.length > 0 || everyone || started || before.counts !== state.counts || before.partial !== state.partial) {
      this.#listeners.notify(Object.freeze({ changes, everyone: everyone || started, counts: state.counts }));
    }
  }
}
