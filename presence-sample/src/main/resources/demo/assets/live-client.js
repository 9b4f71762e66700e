/**
 * The client that a pane looks through at the moment. Whoever listens here keeps listening when the pane looks through
 * another one, and hears then that everybody may be different.
 */
export class LiveClient {
  #client = null;
  #releases = [];
  #changes = new Set();
  #connections = new Set();

  get client() {
    return this.#client;
  }

  use(client) {
    if (client === this.#client) {
      return;
    }
    this.#releases.forEach((release) => release());
    this.#client = client;
    this.#releases =
      client === null
        ? []
        : [
            client.subscribe((event) => this.#changes.forEach((listener) => listener(event))),
            client.subscribeConnection((connection) => this.#connections.forEach((listener) => listener(connection))),
          ];
    this.#changes.forEach((listener) => listener({ changes: [], everyone: true }));
    this.#connections.forEach((listener) => listener(this.connection));
  }

  get connection() {
    return this.#client?.connection ?? { state: "none", reason: null, code: null };
  }

  get active() {
    return this.#client?.active ?? false;
  }

  get userId() {
    return this.#client?.userId ?? null;
  }

  get counts() {
    return this.#client?.counts ?? null;
  }

  get partial() {
    return this.#client?.partial ?? false;
  }

  getPresence(userId) {
    return this.#client?.getPresence(userId) ?? "unknown";
  }

  getSince(userId) {
    return this.#client?.getSince(userId);
  }

  get invisible() {
    return this.#client?.invisible ?? false;
  }

  getDoNotDisturb(userId) {
    return this.#client?.getDoNotDisturb(userId) ?? false;
  }

  getNote(userId) {
    return this.#client?.getNote(userId);
  }

  getLastSeen(userId) {
    return this.#client?.getLastSeen(userId);
  }

  get(userIds) {
    return this.#client?.get(userIds) ?? Promise.reject(new Error("no tab is open"));
  }

  subscribe(listener) {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  subscribeConnection(listener) {
    this.#connections.add(listener);
    return () => this.#connections.delete(listener);
  }

  setStatus(status) {
    this.#client?.setStatus(status);
  }

  setNote(note) {
    this.#client?.setNote(note);
  }

  reconnect() {
    this.#client?.reconnect();
  }
}
