// The network: sockets that only a test moves, in the place of the browser's.
export const sockets = [];

class ScriptedSocket {
  closed = null;

  constructor(url) {
    this.url = new URL(url);
    sockets.push(this);
  }

  send() {}

  close(code) {
    this.closed = code;
  }

  snapshot(statuses) {
    const members = Object.entries(statuses).map(([userId, status]) => ({ userId, status }));
    this.#say({ type: "presence:snapshot", epoch: "e", version: 1, members });
  }

  update(statuses) {
    const changes = Object.entries(statuses).map(([userId, status]) => ({ userId, status }));
    this.#say({ type: "presence:update", version: 2, changes });
  }

  drop(code) {
    this.onclose({ code, reason: "" });
  }

  #say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

globalThis.WebSocket = ScriptedSocket;

export const last = () => sockets.at(-1);
