/** How far back a strip reaches. */
export const WINDOW = 120_000;

/**
 * Who was what in the last two minutes, as this page saw it. A segment lasts until the next one of the same user; what
 * was before the page was opened is unknown, but for those who are online and since when is told.
 */
export class History {
  #client;
  #now;
  #segments = new Map();
  #listeners = new Set();

  constructor({ client, userIds, now = () => Date.now() }) {
    this.#client = client;
    this.#now = now;
    userIds.forEach((userId) => this.#segments.set(userId, []));
    client.subscribe(({ changes, everyone }) => this.#note(everyone ? [...this.#segments.keys()] : changes.map((it) => it.userId)));
    this.#note([...this.#segments.keys()]);
  }

  /** `[{from, status}, …]`, oldest first. */
  of(userId) {
    return this.#segments.get(userId) ?? [];
  }

  /** Calls `listener(userIds)` after each change; returns its release. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #note(userIds) {
    const now = this.#now();
    const changed = userIds.filter((userId) => this.#noteOne(userId, now));
    if (changed.length > 0) {
      this.#listeners.forEach((listener) => listener(changed));
    }
  }

  #noteOne(userId, now) {
    const segments = this.#segments.get(userId);
    const status = this.#client.getPresence(userId);
    if (segments === undefined || segments.at(-1)?.status === status) {
      return false;
    }
    const first = segments.every((segment) => segment.status === "unknown");
    const since = first ? this.#client.getSince(userId) : undefined;
    const from = Math.max(now - WINDOW, Math.min(now, since ?? now));
    const kept = segments.filter((segment, index) => segment.from < from && (segments[index + 1]?.from ?? now) > now - WINDOW);
    this.#segments.set(userId, [...kept, { from, status }]);
    return true;
  }
}
