const PAUSE = 200; // rows come and go at every scroll
const MOST = 1_000; // what the server takes at once

/**
 * Notes of users who are offline, and when they were last seen. A snapshot does not list them, so this asks once for those
 * whose rows are in the page.
 */
export class OfflineDetails {
  #client;
  #shown;
  #asked = new Set();
  #planned = false;

  /** `shown()` returns the ids of the users in the page. */
  constructor({ client, shown }) {
    this.#client = client;
    this.#shown = shown;
    client.subscribeConnection(({ state }) => state === "open" && this.#again());
  }

  /** Soon, for all who are in the page then. */
  plan() {
    if (!this.#planned) {
      this.#planned = true;
      setTimeout(() => {
        this.#planned = false;
        this.#ask();
      }, PAUSE);
    }
  }

  #again() {
    this.#asked.clear();
    this.plan();
  }

  #ask() {
    if (this.#client.partial || this.#client.connection.state !== "open") {
      return; // watched users come with these details, or a snapshot follows
    }
    const isMissing = (userId) => !this.#asked.has(userId) && this.#client.getPresence(userId) === "offline";
    const userIds = this.#shown().filter(isMissing).slice(0, MOST);
    userIds.forEach((userId) => this.#asked.add(userId));
    if (userIds.length > 0) {
      this.#client.get(userIds).catch(() => userIds.forEach((userId) => this.#asked.delete(userId)));
    }
  }
}
