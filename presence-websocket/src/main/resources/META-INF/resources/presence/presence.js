/**
 * The browser client of Presence: who is active, away or offline in one workspace. No dependencies, no build step, and
 * nothing of the page is touched at import. docs/reference/browser.md is the guide, presence.d.ts has every name with its type.
 */
import { Activity } from "./presence-activity.js";
import { Link } from "./presence-link.js";
import { readOptions } from "./presence-options.js";
import { Receiver } from "./presence-receiver.js";
import { PresenceError, Requests, readIds } from "./presence-requests.js";
import { Listeners } from "./presence-runtime.js";
import { Setting, dataFrame, noteFrame, statusFrame } from "./presence-setting.js";
import { socketUrl } from "./presence-socket.js";
import { reopened, statusOf } from "./presence-state.js";
import { View } from "./presence-view.js";
import { Watch } from "./presence-watch.js";

export { browserPage, isActive } from "./presence-activity.js";
export { PresenceError } from "./presence-requests.js";
export { browserConnect, retryDelay, socketUrl, verdictOf } from "./presence-socket.js";
export { applyCounts, applySnapshot, applyStale, applyUpdate, differences, reopened, startState, statusOf } from "./presence-state.js";

const WAKING = ["visibilitychange", "resume", "restore"];

/** One connection of this page to one workspace. It connects when it is made; `close` or `leave` ends it. */
export class PresenceClient {
  #options;
  #view;
  #link;
  #requests;
  #status;
  #note;
  #data = null; // what this page states of itself
  #watch;
  #receiver;
  #connections;
  #ref = 0;
  #activity = null;
  #release = null;
  #sentActivity; // what this socket's server knows

  constructor(options) {
    this.#options = readOptions(options);
    const { runtime, connect, initial, onError, watch } = this.#options;
    this.#view = new View({ runtime, initial, onError });
    this.#connections = new Listeners(onError);
    this.#link = new Link({ connect, runtime, hooks: this.#hooks() });
    this.#requests = new Requests(runtime, (frame) => this.#link.send(frame));
    const parts = { link: this.#link, view: this.#view, requests: this.#requests, nextRef: () => ++this.#ref };
    this.#status = new Setting({ ...parts, runtime });
    this.#note = new Setting({ ...parts, runtime });
    this.#watch = new Watch({ ...parts, runtime, watch });
    this.#receiver = new Receiver({ ...parts, watch: this.#watch, settings: [this.#status, this.#note], onError });
    this.reconnect();
  }

  get workspace() {
    return this.#options.workspace;
  }

  /** The viewer's own id; null before the first snapshot. */
  get userId() {
    return this.#view.state.userId;
  }

  /** `{state, reason, code}`, a new frozen object at each change. */
  get connection() {
    return this.#link.connection;
  }

  /** The known online users by id: a new frozen object after each change, without a prototype. Made when it is read. */
  get presenceMap() {
    return this.#view.map;
  }

  /** `{online, away}`, a new frozen object at each change; null while not known. */
  get counts() {
    return this.#view.state.counts;
  }

  /** True while the server sends single users and counts only: users who are not watched are unknown. */
  get partial() {
    return this.#view.state.partial;
  }

  /** Nothing has come yet, and it is early: what the server rendered into the page should stay on show. */
  get starting() {
    return this.#view.starting;
  }

  /** Whether this page counts as active. One that only observes does not count. */
  get active() {
    return !this.#options.observe && (this.#activity?.active ?? false);
  }

  /** Whether others see the viewer as offline, because the viewer set invisible. */
  get invisible() {
    return this.userId !== null && this.#entry(this.userId)?.invisible === true;
  }

  // Bound functions, because applications pass these three on without the client.
  getPresence = (userId) => statusOf(this.#view.state, userId);

  /** Calls `listener({changes, everyone, counts})` after each change of what is shown; returns its release. */
  subscribe = (listener) => this.#view.subscribe(listener);

  /** Calls `listener(connection)` after each change of the connection; returns its release. */
  subscribeConnection = (listener) => this.#connections.add(listener);

  /** When the user's status began, in epoch milliseconds; undefined where that is not known. */
  getSince(userId) {
    return this.#entry(userId)?.since;
  }

  /** Whether the user is online and asks not to be disturbed. */
  getDoNotDisturb(userId) {
    return this.#entry(userId)?.dnd ?? false;
  }

  /** The user's note, `{text, emoji, until}`: the same frozen object until it changes; undefined where there is none. */
  getNote(userId) {
    return this.#entry(userId)?.note;
  }

  /** When a user who is offline was last online, in epoch milliseconds; undefined where that is not known. */
  getLastSeen(userId) {
    return this.#entry(userId)?.lastSeen;
  }

  /** What the user's connections state of themselves: an array of objects. Needs the option `data`. */
  getData(userId) {
    return this.#entry(userId)?.data ?? [];
  }

  /** Sets the user away on all tabs and servers, until `setActive`. Without a link, it is sent when there is one. */
  setAway() {
    this.#status.set({ type: "presence:setAway" });
  }

  /** Back to automatic. */
  setActive() {
    this.#status.set({ type: "presence:setActive" });
  }

  /** `{status, until}`: away, dnd, invisible or automatic, on all tabs and servers. Kept without a link, as `setAway`. */
  setStatus(status) {
    this.#status.set(statusFrame(status));
  }

  /** `{text, emoji, until}`, or null to clear the note. Kept without a link, as `setAway`. */
  setNote(note) {
    this.#note.set(noteFrame(note));
  }

  /** What this page states of itself, such as `{typing: true}` until a time; null for nothing. Stated again on a new socket. */
  setData(data, options) {
    this.#data = dataFrame(data, options);
    this.#link.send(this.#data);
  }

  /** A promise of the presence of these users, watched or not. */
  get(userIds) {
    const frame = { type: "presence:get", ref: ++this.#ref, userIds: readIds(userIds) };
    return this.#whileOpen(() => this.#requests.ask(frame));
  }

  /** A promise of a page of the online users: `{users, next}`. `next` is for `after`, and absent on the last page. */
  list({ after, limit } = {}) {
    return this.#whileOpen(() => this.#requests.ask({ type: "presence:list", ref: ++this.#ref, after, limit }));
  }

  /** From now on only these users, or everyone (null). Users who are not watched are unknown. */
  watch(userIds) {
    const ids = userIds === null ? null : readIds(userIds);
    return this.#whileOpen(() => this.#watch.watch(ids));
  }

  /** Keeps these users known in a workspace of any size, until the function that it returns is called. */
  follow(userIds) {
    return this.#watch.follow(readIds(userIds));
  }

  /** Offline now, as far as this page goes: for signing out. */
  leave() {
    this.#link.send({ type: "presence:leave" });
    this.#link.close("left");
  }

  /** Ends the connection in good order, which for the server is a leave too. */
  close() {
    this.#link.close("closed");
  }

  /** Connects now: because the user asks for it, or after the client was closed. */
  reconnect() {
    if (this.#activity === null) {
      const { page, runtime, idleAfter } = this.#options;
      this.#activity = new Activity({ page, runtime, options: this.#options, changed: () => this.#sendActivity() });
      this.#release = page?.listen((kind) => this.#saw(kind), { input: idleAfter !== null });
    }
    this.#link.open();
  }

  #whileOpen(ask) {
    return this.connection.state === "closed"
      ? Promise.reject(new PresenceError("closed", "the client is closed; reconnect() opens it again"))
      : ask();
  }

  #hooks() {
    return {
      token: () => (typeof this.#options.token === "function" ? this.#options.token() : this.#options.token),
      url: (token) => this.#url(token),
      message: (text, isCurrent) => this.#receiver.receive(text, isCurrent),
      state: (connection) => this.#connectionChanged(connection),
      error: (error) => this.#options.onError(error),
      ref: () => ++this.#ref,
      seen: () => this.#options.page?.visible() ?? true,
    };
  }

  #url(token) {
    this.#view.apply(reopened);
    this.#sentActivity = this.active || this.#options.observe;
    return socketUrl({ ...this.#options, token, active: this.#sentActivity, watch: this.#watch.opening() });
  }

  #connectionChanged(connection) {
    if (connection.state === "open") {
      this.#sendActivity();
      this.#status.send();
      this.#note.send();
      if (this.#data !== null && this.#data.data !== null) {
        this.#link.send(this.#data);
      }
      this.#requests.askAgain();
    } else if (connection.state === "lost") {
      this.#view.linkLost();
    } else if (connection.state === "closed") {
      this.#end();
    }
    this.#connections.notify(connection);
  }

  #end() {
    this.#activity?.stop();
    this.#activity = null;
    this.#release?.();
    this.#status.end();
    this.#note.end();
    this.#watch.end();
    this.#requests.refuseAll("closed", "the client was closed");
    this.#view.linkClosed();
  }

  #saw(kind) {
    this.#activity?.saw(kind);
    if (kind === "suspend") {
      this.#link.suspend();
    } else if (kind === "offline") {
      this.#link.check();
    } else if (kind === "online" || (WAKING.includes(kind) && this.#options.page.visible())) {
      this.#link.wake();
    }
  }

  #entry(userId) {
    return this.#view.state.table.get(userId);
  }

  #sendActivity() {
    const active = this.active;
    if (!this.#options.observe && active !== this.#sentActivity && this.#link.send({ type: "presence:activity", active })) {
      this.#sentActivity = active;
    }
  }
}
