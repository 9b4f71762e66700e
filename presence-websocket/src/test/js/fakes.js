// A network and a page that only a test moves. Nothing here waits.
import { ManualRuntime } from "./browser/clock.js";
import { PresenceClient } from "../../main/resources/META-INF/resources/presence/presence.js";

export { ManualRuntime };

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
