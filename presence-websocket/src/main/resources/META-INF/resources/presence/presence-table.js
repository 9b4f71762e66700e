/**
 * An immutable map by user id whose next version costs only what changed, however many users it holds. The newest version
 * holds the entries; each older one holds what was different then, and asks the version after it for the rest. Reading an
 * old version is therefore slower, and keeping one keeps all changes since in memory.
 */
export class Table {
  #entries; // Map from id to entry: of this version if it is the newest, else only of ids that changed after it
  #next = null; // the version after this one
  #size;

  constructor(entries = []) {
    this.#entries = new Map(entries);
    this.#size = this.#entries.size;
    Object.freeze(this);
  }

  get size() {
    return this.#size;
  }

  get(id) {
    let version = this;
    while (version.#next !== null && !version.#entries.has(id)) {
      version = version.#next;
    }
    return version.#entries.get(id);
  }

  /** The version with these changes: pairs of id and entry, undefined to remove. This version stays as it was. */
  with(changes) {
    const base = this.#next === null ? this : new Table(this.entries());
    const entries = base.#entries;
    const before = new Map();
    for (const [id, entry] of changes) {
      if (!before.has(id)) {
        before.set(id, entries.get(id));
      }
      if (entry === undefined) {
        entries.delete(id);
      } else {
        entries.set(id, entry);
      }
    }
    const next = new Table();
    next.#entries = entries;
    next.#size = entries.size;
    base.#entries = before;
    base.#next = next;
    return next;
  }

  /** The ids that changed since an older version, or null if this version was not made from that one. */
  changedSince(older) {
    const ids = new Set();
    for (let version = older; version !== this; version = version.#next) {
      if (version.#next === null) {
        return null;
      }
      version.#entries.forEach((entry, id) => ids.add(id));
    }
    return ids;
  }

  /** All pairs of id and entry. */
  *entries() {
    if (this.#next === null) {
      yield* this.#entries;
      return;
    }
    const ids = new Set();
    let version = this;
    for (; version.#next !== null; version = version.#next) {
      version.#entries.forEach((entry, id) => ids.add(id));
    }
    version.#entries.forEach((entry, id) => ids.add(id));
    for (const id of ids) {
      const entry = this.get(id);
      if (entry !== undefined) {
        yield [id, entry];
      }
    }
  }
}
