// The network: sockets that only a test moves, in the place of the browser's.
export const sockets = [];

function columns(statuses) {
  const found = {};
  Object.entries(statuses).forEach(([userId, status]) => (found[status] ??= []).push(userId));
  return found;
}

class ScriptedSocket {
  closed = null;
  sent = [];

  constructor(url) {
    this.url = new URL(url);
    sockets.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.closed = code;
  }

  snapshot(statuses, fields = {}) {
    this.#say({ type: "presence:snapshot", userId: "me", version: 1, ...columns(statuses), ...fields });
  }

  update(statuses, fields = {}) {
    this.#say({ type: "presence:update", version: 2, ...columns(statuses), ...fields });
  }

  result(ref, fields) {
    this.#say({ type: "presence:result", ref, ...fields });
  }

  counts(counts) {
    this.#say({ type: "presence:counts", ...counts });
  }

  /** Answers all watches so far: users in `statuses` have that status, all others are offline. */
  answer(statuses = {}) {
    for (const { ref, userIds, add = [] } of this.take("watch")) {
      const found = Object.fromEntries((userIds ?? add).map((userId) => [userId, statuses[userId] ?? "offline"]));
      this.#say({ type: "presence:result", ref, ...columns(found) });
    }
  }

  take(type) {
    const found = this.sent.filter((frame) => frame.type === `presence:${type}`);
    this.sent = this.sent.filter((frame) => frame.type !== `presence:${type}`);
    return found;
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
