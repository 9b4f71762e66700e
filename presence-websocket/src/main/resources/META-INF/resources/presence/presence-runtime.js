/** Time, timers and randomness, in one place, so that a test can control them. */
export const systemRuntime = Object.freeze({
  now: () => Date.now(),
  setTimeout: (action, delay) => setTimeout(action, delay),
  clearTimeout: (handle) => clearTimeout(handle),
  random: () => Math.random(),
});

// Browsers run the timers of a hidden page once a second or once a minute, and those of a frozen one not at all.
const LATE = 500;

/**
 * One timer that can be set again. The action receives whether it runs late. Then this page slept, and an answer of the
 * server may be waiting to be read.
 */
export class Timer {
  #runtime;
  #action;
  #handle = null;

  constructor(runtime, action) {
    this.#runtime = runtime;
    this.#action = action;
  }

  get armed() {
    return this.#handle !== null;
  }

  arm(delay) {
    this.cancel();
    const due = this.#runtime.now() + delay;
    this.#handle = this.#runtime.setTimeout(() => {
      this.#handle = null;
      this.#action(this.#runtime.now() - due > LATE);
    }, delay);
  }

  cancel() {
    if (this.#handle !== null) {
      this.#runtime.clearTimeout(this.#handle);
      this.#handle = null;
    }
  }
}

/** Listeners. When one throws, the others are called all the same. One that is released during a call is not called again. */
export class Listeners {
  #entries = new Set();
  #events = [];
  #busy = false;
  #onError;

  constructor(onError) {
    this.#onError = onError;
  }

  add(listener) {
    if (typeof listener !== "function") {
      throw new TypeError(`a listener is a function, not ${typeof listener}`);
    }
    const entry = { listener };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  }

  // An event that a listener causes comes after the present one, so that all listeners receive the same order.
  notify(event) {
    this.#events.push(event);
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    while (this.#events.length > 0) {
      const next = this.#events.shift();
      [...this.#entries].forEach((entry) => this.#call(entry, next));
    }
    this.#busy = false;
  }

  #call(entry, event) {
    if (!this.#entries.has(entry)) {
      return;
    }
    try {
      entry.listener(event);
    } catch (error) {
      this.#onError(error);
    }
  }
}
