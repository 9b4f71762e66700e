import { PresenceError, tooLarge } from "./presence-requests.js";
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
  #handPause;

  constructor({ link, requests, view, runtime, nextRef }) {
    this.#link = link;
    this.#requests = requests;
    this.#view = view;
    this.#nextRef = nextRef;
    this.#pause = new Timer(runtime, () => this.#watch.unsent && this.#sendWatch());
    this.#handPause = new Timer(runtime, () => this.#sendHand());
  }

  byHand(type) {
    if (this.#link.connection.state === "closed") {
      throw new PresenceError("closed", "the client is closed; reconnect() opens it again");
    }
    this.#hand = { type, ref: this.#nextRef(), pong: null };
    this.#sendHand();
  }

  watch(userIds) {
    const ref = this.#nextRef();
    const refusal = tooLarge(watchFrame(ref, userIds));
    if (refusal !== null) {
      return Promise.reject(refusal);
    }
    this.#requests.refuse(this.#watch.ref, "superseded", "another watch came after this one");
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

  /** `first` of its socket: that one is of everybody, asked or not. */
  onSnapshot(frame, first) {
    if (this.#watch.userIds === null && (first || frame.ref === this.#watch.ref)) {
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
    if (this.#hand?.pong === frame.ref) {
      this.#hand = null;
    }
  }

  /** Says whether the refusal was of something asked here. */
  onRefused({ ref, code, message }) {
    if (ref === undefined || (code === "rate_limited" && this.#sayLater(ref))) {
      return ref !== undefined;
    }
    if (ref === this.#hand?.pong) {
      this.#hand = null; // only the ping was refused; it came after the act
      return true;
    }
    return this.#requests.refuse(ref, code, message);
  }

  #sayLater(ref) {
    if (ref === this.#hand?.ref) {
      this.#hand.pong = null; // it comes all the same, and means nothing
      this.#handPause.arm(REFUSED_PAUSE);
      return true;
    }
    if (ref === this.#watch.ref) {
      this.#watch.unsent = true;
      this.#pause.arm(REFUSED_PAUSE);
      return true;
    }
    return false;
  }

  end() {
    this.#hand = null;
    this.#pause.cancel();
    this.#handPause.cancel();
    this.#requests.refuseAll("closed", "the client was closed");
  }

  #sendHand() {
    this.#handPause.cancel();
    const { type, ref } = this.#hand ?? {};
    if (this.#hand !== null && this.#link.send({ type, ref })) {
      this.#hand.pong = this.#link.check();
    }
  }

  #sendWatch() {
    const { userIds, ref } = this.#watch;
    if (this.#link.send(watchFrame(ref, userIds))) {
      this.#watch.unsent = false;
      this.#pause.arm(WATCH_PAUSE);
    }
  }
}

function watchFrame(ref, userIds) {
  return { type: "presence:watch", ref, userIds };
}
