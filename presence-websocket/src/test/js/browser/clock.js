// A clock that only a test moves.
export class ManualRuntime {
  time = 1_000_000;
  chance = 0.5;
  #timers = new Map();
  #next = 0;

  now = () => this.time;
  random = () => this.chance;
  setTimeout = (action, delay) => {
    this.#timers.set(++this.#next, { action, due: this.time + delay });
    return this.#next;
  };
  clearTimeout = (handle) => void this.#timers.delete(handle);

  get pending() {
    return this.#timers.size;
  }

  // Every timer at its own time.
  advance(milliseconds) {
    const end = this.time + milliseconds;
    for (let timer = this.#first(end); timer; timer = this.#first(end)) {
      this.time = Math.max(this.time, timer.due);
      timer.action();
    }
    this.time = end;
  }

  // As in a hidden or frozen page: what was due meanwhile comes at the end, late.
  sleep(milliseconds) {
    this.time += milliseconds;
    const due = [...this.#timers].filter(([, timer]) => timer.due <= this.time);
    due.forEach(([handle]) => this.#timers.delete(handle));
    due.sort(([, a], [, b]) => a.due - b.due).forEach(([, timer]) => timer.action());
  }

  // The clock of the machine is set; timers do not mind, as in a browser.
  setClock(milliseconds) {
    this.time += milliseconds;
    this.#timers.forEach((timer) => (timer.due += milliseconds));
  }

  #first(end) {
    const [handle, timer] = [...this.#timers].sort(([, a], [, b]) => a.due - b.due)[0] ?? [];
    if (timer === undefined || timer.due > end) {
      return null;
    }
    this.#timers.delete(handle);
    return timer;
  }
}
