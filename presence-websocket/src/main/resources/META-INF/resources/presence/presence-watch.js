import { readColumns } from "./presence-columns.js";
import { Followed } from "./presence-followed.js";
import { PresenceError, inFrames } from "./presence-requests.js";
import { Timer } from "./presence-runtime.js";
import { applySnapshot, applyStale, applyWatched, isConfirmed, narrowed, presenceOf, withoutUsers } from "./presence-state.js";

const BATCH = 250; // users who come on screen or go change at every scroll
const REFUSED_PAUSE = 1_000;
const MOST = 5_000; // what the server takes

/**
 * Which users the server sends: everyone, or those of a list, and in either case those who are followed. While the server
 * sends everyone, followed users need no request. Requests for changes are batched and repeated on the next socket.
 */
export class Watch {
  #link;
  #requests;
  #view;
  #nextRef;
  #list; // null for everyone
  #followed;
  #sent = sentOf(true); // what the server has, as far as it was sent on this socket
  #asked = new Map(); // requests without an answer, by ref
  #answerRef = null; // of the promise of the latest watch(), until it has its answer
  #unsent = false; // that watch() waits for its turn
  #refused = []; // ids of a `get` to send again
  #batch;

  constructor({ link, requests, view, runtime, nextRef, watch }) {
    this.#link = link;
    this.#requests = requests;
    this.#view = view;
    this.#nextRef = nextRef;
    this.#list = watch === "none" ? new Set() : null;
    this.#batch = new Timer(runtime, () => {
      this.send();
      this.#askForUnconfirmed(this.#refused.splice(0));
    });
    const isClosed = () => link.connection.state === "closed";
    this.#followed = new Followed({ runtime, changed: () => this.#sendSoon(), isClosed });
  }

  /** A new socket: returns what its address asks for. */
  opening() {
    this.#asked.clear();
    this.#sent = sentOf(this.#list === null);
    return this.#list === null ? "everyone" : "none";
  }

  /** From now on only these users, or everyone (null). */
  watch(userIds) {
    const list = userIds === null ? null : new Set(userIds);
    if (list?.size > MOST) {
      return Promise.reject(new PresenceError("too_large", `${list.size} ids; the server watches ${MOST} at most`));
    }
    this.#refuse("superseded", "another watch came after this one");
    this.#list = list;
    this.#answerRef = this.#nextRef();
    this.#unsent = true;
    const answer = this.#requests.ask({ ref: this.#answerRef }, { sends: false });
    answer.catch(() => {}); // the caller may ignore it
    if (!this.#batch.armed) {
      this.send();
    }
    return answer;
  }

  /** Keeps these users known, until the function that it returns is called. */
  follow(userIds) {
    return this.#followed.follow(userIds);
  }

  /** A partial snapshot may leave out users whom this client watches, so `send` adds them again. */
  onSnapshot(frame) {
    const kept = this.#wantedIds();
    this.#asked.delete(frame.ref);
    if (frame.partial === true) {
      kept.forEach((id) => this.#sent.ids.delete(id));
    }
    this.#view.applySnapshot((state) => applySnapshot(state, frame, kept));
  }

  /** Returns whether the result answers a request of this class. */
  onResult(frame) {
    const request = this.#take(frame.ref);
    if (request === undefined) {
      return false;
    }
    const users = readColumns(frame);
    this.#view.apply((state) => this.#afterResult(state, request, users));
    if (request.type === "presence:watch") {
      this.#askForUnconfirmed(request.add ?? request.userIds ?? []);
    }
    this.#answer();
    return true;
  }

  /** Sends what the server does not have yet. */
  send() {
    if (this.#link.connection.state !== "open") {
      return;
    }
    const wanted = this.#wanted();
    const frames = framesFor(this.#sent, wanted);
    this.#sent = wanted.everyone && !this.#sent.everyone ? sentOf(true) : wanted;
    frames.forEach((frame) => this.#ask("presence:watch", frame));
    if (frames.length > 0) {
      this.#batch.arm(BATCH);
    }
    this.#unsent = false;
    this.#answer();
  }

  onStale(frame) {
    this.#view.apply((state) => applyStale(state, frame));
    this.#askForUnconfirmed(this.#sent.ids);
  }

  /** Returns whether the refused request was sent here. */
  onRefused({ ref, code, message }) {
    const request = this.#take(ref);
    if (request === undefined) {
      return false;
    }
    if (code === "rate_limited") {
      this.#undo(request);
      this.#batch.arm(REFUSED_PAUSE);
      return true;
    }
    this.#view.apply((state) => this.#afterRefusal(state, request, code));
    if (request.type === "presence:watch") {
      this.#refuse(code, message);
    }
    return true;
  }

  end() {
    this.#batch.cancel();
    this.#followed.releaseNow();
    this.#refused = [];
  }

  #sendSoon() {
    const needed = this.#list !== null || this.#view.state.partial;
    if (needed && !this.#batch.armed && this.#link.connection.state !== "closed") {
      this.#batch.arm(BATCH);
    }
  }

  #ask(type, frame) {
    const ref = this.#nextRef();
    this.#asked.set(ref, { type, ...frame });
    this.#link.send({ type, ref, ...frame });
  }

  #take(ref) {
    const request = this.#asked.get(ref);
    this.#asked.delete(ref);
    return request;
  }

  #wanted() {
    const everyone = this.#list === null;
    const awaited = [...this.#asked.values()].some(({ userIds }) => userIds === null); // its snapshot says what is needed
    const none = everyone && (awaited || !this.#view.state.partial);
    return { everyone, ids: none ? new Set() : this.#wantedIds() };
  }

  // The viewer's own status is part of every page, and a partial snapshot does not promise updates of it.
  #wantedIds() {
    const { userId } = this.#view.state;
    const ids = [...(userId === null ? [] : [userId]), ...(this.#list ?? []), ...this.#followed.ids];
    return new Set([...new Set(ids)].slice(0, MOST));
  }

  #afterResult(state, { type, userIds, remove = [] }, users) {
    const wanted = this.#sent.ids;
    const next = type === "presence:watch" && userIds ? this.#afterList(state) : state;
    const known = applyWatched(next, users.filter(({ userId }) => wanted.has(userId)));
    return withoutUsers(known, remove.filter((id) => !wanted.has(id)));
  }

  // A watch that is refused as unavailable is in force all the same.
  #afterRefusal(state, { type, userIds, add = [] }, code) {
    const inForce = type === "presence:watch" && userIds && code === "unavailable";
    return withoutUsers(inForce ? this.#afterList(state) : state, userIds ?? add, { old: true });
  }

  // Where everyone was asked for meanwhile, a snapshot follows.
  #afterList(state) {
    return this.#sent.everyone ? state : narrowed(state, this.#sent.ids);
  }

  // Those whom the server has not stated on this socket, such as users it watched already.
  #askForUnconfirmed(userIds) {
    const { state } = this.#view;
    const ids = [...userIds].filter((id) => this.#sent.ids.has(id) && !isConfirmed(state, id));
    if (!state.stale && ids.length > 0) {
      inFrames(ids).forEach((list) => this.#ask("presence:get", { userIds: list }));
    }
  }

  #undo({ type, userIds, add = [], remove = [] }) {
    if (type === "presence:get") {
      this.#refused.push(...userIds);
    } else if (userIds !== undefined) {
      this.#sent = sentOf(userIds !== null);
    }
    add.forEach((id) => this.#sent.ids.delete(id));
    remove.forEach((id) => this.#sent.ids.add(id));
  }

  #answer() {
    const pending = this.#unsent || [...this.#asked.values()].some(({ type }) => type === "presence:watch");
    if (this.#answerRef !== null && !pending) {
      const { state } = this.#view;
      const ids = this.#list ?? [...state.table.entries()].map(([id]) => id);
      this.#requests.answer(this.#answerRef, [...ids].map((id) => presenceOf(state, id)));
      this.#answerRef = null;
    }
  }

  #refuse(code, message) {
    this.#requests.refuse(this.#answerRef, code, message);
    this.#answerRef = null;
  }
}

function sentOf(everyone) {
  return { everyone, ids: new Set() };
}

/** What to send so that the server goes from `sent` to `wanted`; both are `{everyone, ids}`. */
export function framesFor(sent, wanted) {
  if (wanted.everyone !== sent.everyone) {
    const [userIds, ...more] = inFrames(wanted.ids);
    return wanted.everyone ? [{ userIds: null }] : [{ userIds }, ...more.map((add) => ({ add }))];
  }
  const add = [...wanted.ids].filter((id) => !sent.ids.has(id));
  const remove = [...sent.ids].filter((id) => !wanted.ids.has(id));
  const part = (name, ids, among) => {
    const found = ids.filter((id) => among.has(id));
    return found.length === 0 ? {} : { [name]: found };
  };
  return inFrames([...remove, ...add])
    .filter((ids) => ids.length > 0)
    .map((ids) => ({ ...part("add", ids, wanted.ids), ...part("remove", ids, sent.ids) }));
}
