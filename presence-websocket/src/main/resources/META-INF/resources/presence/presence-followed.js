import { isId } from "./presence-options.js";
import { Timer } from "./presence-runtime.js";

const LINGER = 5_000; // a user who is scrolled out of sight often comes back

/**
 * The users that parts of the page follow. One whom nobody follows any more stays for 5 s. `changed` is called
 * after each change; while `isClosed` returns true, nobody stays.
 */
export class Followed {
  #runtime;
  #changed;
  #isClosed;
  #counts = new Map(); // id to the number of those who follow it
  #leaving = new Map(); // id to the time when it goes
  #linger;

  constructor({ runtime, changed, isClosed }) {
    this.#runtime = runtime;
    this.#changed = changed;
    this.#isClosed = isClosed;
    this.#linger = new Timer(runtime, () => this.#release());
  }

  get ids() {
    return this.#counts.keys();
  }

  /** Returns the function that ends it. Ids that no user can have are left out: the server would refuse the others too. */
  follow(userIds) {
    const ids = [...new Set(userIds.filter(isId))];
    ids.forEach((id) => {
      this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
      this.#leaving.delete(id);
    });
    this.#changed();
    let active = true;
    return () => {
      if (active) {
        active = false;
        ids.forEach((id) => this.#leave(id));
      }
    };
  }

  /** Ends all waiting, as when the client is closed. */
  releaseNow() {
    this.#linger.cancel();
    this.#leaving.forEach((due, id) => this.#counts.delete(id));
    this.#leaving.clear();
  }

  #leave(id) {
    const count = this.#counts.get(id) - 1;
    this.#counts.set(id, count);
    if (count === 0 && this.#isClosed()) {
      this.#counts.delete(id);
    } else if (count === 0) {
      this.#leaving.set(id, this.#runtime.now() + LINGER);
      if (!this.#linger.armed) {
        this.#linger.arm(LINGER);
      }
    }
  }

  #release() {
    const now = this.#runtime.now();
    for (const [id, due] of this.#leaving) {
      if (due > now) {
        this.#linger.arm(Math.min(due - now, LINGER));
        break;
      }
      this.#leaving.delete(id);
      this.#counts.delete(id);
    }
    this.#changed();
  }
}
