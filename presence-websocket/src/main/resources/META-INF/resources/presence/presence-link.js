import { Timer } from "./presence-runtime.js";
import { retryDelay, verdictOf } from "./presence-socket.js";

const CONNECT_TIMEOUT = 15_000; // token, handshake and admission, until the first snapshot
const PING_INTERVAL = 25_000; // of silence
const PONG_TIMEOUT = 10_000;
const PONG_TIMEOUT_SEEN = 5_000; // a user who comes back may look at statuses that are long out of date
const HANGING = 5_000; // an attempt that is older than this when the page wakes began before the page slept
const SUSPENDED = 2_000;
const FAST_TRIES = 5; // of a page that the server never answered; then one attempt every few minutes
const LOST = 4000; // a close code of our own that is not 1000, which would mean that the user left

/**
 * Keeps one socket to the server: connects, reconnects, and notices a server that does not answer. A late timer never
 * ends a connection, because browsers delay the timers of hidden pages.
 *
 * `hooks`: `token()` returns the token or a promise of it, `url(token)` the address of the socket that opens now, `ref()`
 * the number of a ping, and `seen()` whether the page is visible. `message(text, isCurrent)`, `state(connection)` and
 * `error(error)` are called when there is one; `isCurrent()` returns whether the text came from the present socket.
 */
export class Link {
  #connect;
  #runtime;
  #hooks;
  #socket = null;
  #address = "";
  #turn = 0; // messages of older sockets are ignored
  #attempt = 0;
  #tried = 0; // when the present attempt began
  #slow = false;
  #answered = false; // a server that refuses the page's origin never sends a frame
  #unanswered = 0; // attempts that ended without a socket, while that is so
  #retry;
  #connecting;
  #silence;
  #pong;
  connection = connectionOf("closed", null, null);

  constructor({ connect, runtime, hooks }) {
    this.#connect = connect;
    this.#runtime = runtime;
    this.#hooks = hooks;
    this.#retry = new Timer(runtime, () => this.#dial());
    this.#silence = new Timer(runtime, () => hooks.seen() && this.check());
    this.#pong = new Timer(runtime, (late) => (late ? this.check() : this.#lost("no_answer", null)));
    this.#connecting = new Timer(runtime, (late) =>
      late ? this.#connecting.arm(CONNECT_TIMEOUT) : this.#lost("no_answer", null),
    );
  }

  /** Connects now, also after the link was closed. */
  open() {
    if (this.connection.state === "closed") {
      this.#attempt = 0;
      this.#slow = false;
      this.#become("connecting", null, null);
    }
    if (["connecting", "lost"].includes(this.connection.state) && !this.#connecting.armed) {
      this.#dial(); // unless a listener has closed it again
    }
  }

  /** The first snapshot came: only now is the caller admitted, so only now the backoff starts again. */
  admitted() {
    this.#attempt = 0;
    this.#slow = false;
    this.#connecting.cancel();
    this.#silence.arm(PING_INTERVAL);
    this.#become("open", null, null);
  }

  /** The page is seen again, or the network is back: do not wait for a timer that may be throttled. */
  wake() {
    const hangs = this.#connecting.armed && this.#runtime.now() - this.#tried >= HANGING;
    if (this.connection.state === "open") {
      this.check(PONG_TIMEOUT_SEEN);
    } else if ((this.#retry.armed || hangs) && !this.#slow) {
      this.#dial();
    }
  }

  /** Asks whether the server is there; returns the ref that the pong will carry. */
  check(timeout = PONG_TIMEOUT) {
    const ref = this.#hooks.ref();
    if (this.connection.state === "open" && !this.#pong.armed) {
      this.#pong.arm(timeout); // before the ping: a port may answer at once
    }
    this.send({ type: "presence:ping", ref });
    return ref;
  }

  /** Returns whether the frame was sent. */
  send(frame) {
    if (this.connection.state !== "open") {
      return false;
    }
    try {
      this.#socket.send(JSON.stringify(frame));
      return true;
    } catch (error) {
      this.#hooks.error(error);
      return false;
    }
  }

  /** The page goes into the back-forward cache: the server sees a lost socket. `open` or `wake` brings it back. */
  suspend() {
    if (this.connection.state !== "closed") {
      this.#hangUp(LOST, "page put away");
      this.#retry.arm(SUSPENDED); // in case the page stays after all
      this.#become("lost", "suspended", null);
    }
  }

  /** Closes for good: for the server the user has left. */
  close(reason, code = null) {
    if (this.connection.state !== "closed") {
      this.#hangUp(1000, reason);
      this.#become("closed", reason, code);
    }
  }

  #dial() {
    this.#hangUp(LOST, "another try");
    const turn = this.#turn;
    this.#tried = this.#runtime.now();
    this.#connecting.arm(CONNECT_TIMEOUT);
    try {
      const token = this.#hooks.token();
      if (typeof token?.then === "function") {
        token.then((it) => this.#reach(turn, it), (error) => this.#fail(turn, error));
      } else {
        this.#reach(turn, token);
      }
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  #reach(turn, token) {
    if (turn !== this.#turn) {
      return;
    }
    try {
      const url = this.#hooks.url(token);
      this.#address = url.split("?")[0]; // without the token
      this.#socket = this.#connect(url, {
        message: (text) => turn === this.#turn && this.#received(text, () => turn === this.#turn),
        close: (code) => turn === this.#turn && this.#closed(code),
      });
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  #fail(turn, error) {
    if (turn === this.#turn) {
      this.#hooks.error(error);
      this.#lost("not_connected", null);
    }
  }

  #received(text, still) {
    this.#answered = true;
    this.#pong.cancel();
    if (this.connection.state === "open") {
      this.#silence.arm(PING_INTERVAL);
    }
    this.#hooks.message(text, still);
  }

  #closed(code) {
    const { reason, again, slow } = verdictOf(code);
    this.#socket = null;
    if (again) {
      this.#slow = slow;
      this.#countUnanswered(code);
      this.#lost(reason, code);
    } else {
      this.#hangUp(1000, reason);
      this.#become("closed", reason, code);
    }
  }

  /** A browser does not say why a handshake failed: the server may be down, or refuse the origin of this page. */
  #countUnanswered(code) {
    if (code === 1006 && !this.#answered && ++this.#unanswered === FAST_TRIES) {
      console.warn(
        `presence: ${FAST_TRIES} connections to ${this.#address} failed. The server is not reachable, or it refuses ` +
          `pages of ${globalThis.location?.origin ?? "this origin"}: then its log names the option to set ` +
          "(allowedOrigins). The next tries follow every 1 to 5 minutes.",
      );
    }
  }

  #lost(reason, code) {
    this.#hangUp(LOST, reason);
    const refused = !this.#answered && this.#unanswered >= FAST_TRIES;
    const random = this.#runtime.random();
    this.#retry.arm(retryDelay({ attempt: this.#attempt++, slow: this.#slow, random, refused }));
    this.#become("lost", reason, code);
  }

  #hangUp(code, reason) {
    this.#turn++;
    [this.#retry, this.#connecting, this.#silence, this.#pong].forEach((timer) => timer.cancel());
    try {
      this.#socket?.close(code, reason);
    } catch (error) {
      this.#hooks.error(error);
    }
    this.#socket = null;
  }

  #become(state, reason, code) {
    const before = this.connection;
    if (before.state !== state || before.reason !== reason || before.code !== code) {
      this.connection = connectionOf(state, reason, code);
      this.#hooks.state(this.connection);
    }
  }
}

function connectionOf(state, reason, code) {
  return Object.freeze({ state, reason, code });
}
