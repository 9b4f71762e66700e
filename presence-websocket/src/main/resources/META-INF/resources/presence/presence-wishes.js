import { PresenceError } from "./presence-requests.js";
import { Timer } from "./presence-runtime.js";
import { applyStale, applyWatch, applyWatched, presenceOf, readMembers } from "./presence-state.js";

const WATCH_PAUSE = 250; // lists of who is on screen change at every scroll
const REFUSED_PAUSE = 1_000;

/**
 * What this page wants of the server beyond one socket: the last act by hand until the server has it, and the list of
 * users to watch. Both are said again on the next socket; only the latest of each counts.
 */
export class Wishes {
  #link;
  #requests;
  #view;
  #nextRef;
  #hand = null;
  #watch = { userIds: null, ref: 0, unsent: false };
  #pause;

  constructor({ link, requests, view, runtime, nextRef }) {
    this.#link = link;
    this.#requests = requests;
    this.#view = view;
    this.#nextRef = nextRef;
    this.#pause = new Timer(runtime, () => this.#watch.unsent && this.#sendWatch());
  }

  byHand(type) {
    if (this.#link.connection.state === "closed") {
      throw new PresenceError("closed", "the client is closed; reconnect() opens it again");
    }
    this.#hand = { type, ref: null };
    this.#sendHand();
  }

  watch(userIds) {
    this.#requests.refuse(this.#watch.ref, "superseded", "another watch came after this one");
    const ref = this.#nextRef();
    const answer = this.#requests.ask({ ref }, { sends: false });
    answer.catch(() => {}); // nobody has to wait for it
    this.#watch = { userIds, ref, unsent: true };
    this.#view.apply((state) => applyWatch(state, userIds));
    if (!this.#pause.armed) {
      this.#sendWatch();
    }
    return answer;
  }

  /** A new socket, where the server knows nothing of this yet; its snapshot was of everybody. */
  sayAgain() {
    this.#sendHand();
    if (this.#watch.userIds === null) {
      this.#watch.unsent = false;
    } else {
      this.#sendWatch();
    }
    this.#requests.askAgain();
  }

  onSnapshot(frame) {
    if (this.#watch.userIds === null && !this.#watch.unsent) {
      this.#requests.answer(this.#watch.ref, readMembers(frame.members));
    }
  }

  onResult(frame) {
    if (frame.ref !== this.#watch.ref || this.#watch.userIds === null) {
      return this.#requests.answer(frame.ref, readMembers(frame.members));
    }
    this.#view.apply((state) => applyWatched(state, frame));
    const presences = this.#watch.userIds.map((userId) => presenceOf(this.#view.state, userId));
    this.#requests.answer(frame.ref, presences);
  }

  onStale(frame) {
    this.#view.apply((state) => applyStale(state, frame));
    if (this.#watch.userIds !== null && !this.#view.state.stale) {
      this.#sendWatch(); // of some of them the server may have said that it could not know
    }
  }

  // The pong comes after the act on the same ordered stream: the server has it.
  onPong(frame) {
    if (this.#hand?.ref === frame.ref) {
      this.#hand = null;
    }
  }

  /** Says whether the refusal was of something asked here. */
  onRefused({ ref, code, message }) {
    this.onPong({ ref });
    if (ref === this.#watch.ref && code === "rate_limited") {
      this.#watch.unsent = true;
      this.#pause.arm(REFUSED_PAUSE);
      return true;
    }
    return this.#requests.refuse(ref, code, message);
  }

  end() {
    this.#hand = null;
    this.#pause.cancel();
    this.#requests.refuseAll("closed", "the client was closed");
  }

  #sendHand() {
    if (this.#hand !== null && this.#link.send({ type: this.#hand.type })) {
      this.#hand.ref = this.#link.check();
    }
  }

  #sendWatch() {
    const { userIds, ref } = this.#watch;
    if (this.#link.send({ type: "presence:watch", ref, userIds })) {
      this.#watch.unsent = false;
      this.#pause.arm(WATCH_PAUSE);
    }
  }
}
