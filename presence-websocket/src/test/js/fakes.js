// A clock, a network and a page that only a test moves. Nothing here waits.
import { PresenceClient } from "../../main/resources/META-INF/resources/presence/presence.js";

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

export class FakeNetwork {
  sockets = [];

  connect = (url, handlers) => {
    const socket = new FakeSocket(url, handlers);
    this.sockets.push(socket);
    return socket;
  };

  get last() {
    return this.sockets.at(-1);
  }
}

/** `{ada: "away"}` as a frame lists it. */
export function columns(statuses) {
  const found = {};
  Object.entries(statuses).forEach(([userId, status]) => (found[status] ??= []).push(userId));
  return found;
}

class FakeSocket {
  sent = [];
  closed = null;

  constructor(url, handlers) {
    this.url = new URL(url);
    this.handlers = handlers;
  }

  // The client's side.
  send = (text) => void this.sent.push(JSON.parse(text));
  close = (code) => void (this.closed = code);

  // The server's side.
  say(type, fields = {}) {
    this.handlers.message(JSON.stringify({ type: `presence:${type}`, ...fields }));
  }

  snapshot(statuses, fields = {}) {
    const counts = { online: 0, away: 0 };
    this.say("snapshot", { workspaceId: "acme", userId: "me", version: 1, ...columns(statuses), counts, ...fields });
  }

  update(version, statuses) {
    this.say("update", { version, ...columns(statuses) });
  }

  result(ref, statuses) {
    this.say("result", { ref, ...columns(statuses) });
  }

  drop(code = 1006) {
    this.handlers.close(code, "");
  }

  take(type) {
    const found = this.sent.filter((frame) => frame.type === `presence:${type}`);
    this.sent = this.sent.filter((frame) => frame.type !== `presence:${type}`);
    return found;
  }
}

export class FakePage {
  state = { visible: true, focused: true, inFrame: false };
  #tell = null;

  visible = () => this.state.visible;
  focused = () => this.state.focused;
  inFrame = () => this.state.inFrame;
  listen = (tell) => {
    this.#tell = tell;
    return () => void (this.#tell = null);
  };

  get listened() {
    return this.#tell !== null;
  }

  see(kind, state = {}) {
    this.state = { ...this.state, ...state };
    this.#tell?.(kind);
  }

  hide = () => this.see("visibilitychange", { visible: false });
  show = () => this.see("visibilitychange", { visible: true });
  blur = () => this.see("blur", { focused: false });
  focus = () => this.see("focus", { focused: true });
}

/** A client with all of the above; `events` and `connections` are what its listeners were told. */
export function start(options = {}) {
  const runtime = new ManualRuntime();
  const network = new FakeNetwork();
  const page = new FakePage();
  const errors = [];
  const client = new PresenceClient({
    workspace: "acme",
    src: "https://app.example/presence",
    connect: network.connect,
    onError: (error) => errors.push(error),
    runtime,
    page,
    ...options,
  });
  const events = [];
  const connections = [];
  client.subscribe((event) => events.push(event));
  client.subscribeConnection((connection) => connections.push(connection));
  return { client, runtime, network, page, errors, events, connections };
}

/** The same, with the first snapshot there, and nothing told yet. */
export function online(statuses = { me: "active", ada: "active", bob: "away" }, options = {}) {
  const all = start(options);
  all.network.last.snapshot(statuses);
  all.events.length = 0;
  all.connections.length = 0;
  return all;
}

export function told(events) {
  return events.map((event) => Object.fromEntries(event.changes.map(({ userId, status }) => [userId, status])));
}
