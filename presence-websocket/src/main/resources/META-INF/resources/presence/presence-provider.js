import { PresenceClient } from "./presence.js";
import { Base, LABELLED, adoptStyles, reflect, upgradeProperties } from "./presence-element.js";
import { Room } from "./presence-room.js";

const WATCH = ["auto", "visible", "everyone"];

/** `<presence-provider workspace="acme">`: one client for all elements inside, whenever they come. */
export class PresenceProvider extends Base {
  static observedAttributes = [
    "workspace",
    "src",
    "away-when",
    "away-after",
    "idle-after",
    "watch",
    "since",
    "observe",
    ...LABELLED.map((name) => `label-${name}`),
  ];

  #room = new Room(this);
  #given = null;
  #own = null;
  #ownKey = null;
  #token = null;
  #planned = false;

  /** The client of the elements inside: one that was assigned, which its owner closes, or this element's own. */
  get client() {
    this.#settleIfPlanned();
    return this.#given ?? this.#own;
  }

  set client(client) {
    this.#given = client ?? null;
    this.#settle();
  }

  /** As the client's option: a value, or a function that is called at each connect. */
  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token ?? null;
    if (this.#own?.connection.reason === "not_authenticated") {
      this.#own.reconnect();
    }
  }

  get workspace() {
    return this.getAttribute("workspace");
  }

  set workspace(workspace) {
    reflect(this, "workspace", workspace);
  }

  get src() {
    return this.getAttribute("src");
  }

  set src(src) {
    reflect(this, "src", src);
  }

  /** `visible`: only users on screen or near it; `auto` (default): only where the workspace is too large; `everyone`. */
  get watch() {
    return this.getAttribute("watch") ?? "auto";
  }

  set watch(watch) {
    reflect(this, "watch", watch);
  }

  connectedCallback() {
    upgradeProperties(this, ["client", "token", "workspace", "src", "watch"]);
    adoptStyles(this.getRootNode());
    this.#plan();
    if ((this.#given ?? this.#own) !== null) {
      this.#settle();
    }
  }

  disconnectedCallback() {
    this.#plan();
  }

  attributeChangedCallback(name) {
    if (name.startsWith("label-")) {
      this.#room.refresh();
    } else {
      this.#plan();
    }
  }

  // A moment later, so that an element that is moved, or gets several attributes, does not leave and come back.
  #plan() {
    if (!this.#planned) {
      this.#planned = true;
      queueMicrotask(() => this.#settleIfPlanned());
    }
  }

  #settleIfPlanned() {
    if (this.#planned) {
      this.#settle();
    }
  }

  #settle() {
    this.#planned = false;
    const options = this.isConnected && this.#given === null ? this.#ownOptions() : null;
    const key = options && JSON.stringify(options);
    if (key !== this.#ownKey) {
      this.#own?.close();
      this.#ownKey = key;
      this.#own = options && this.#open(options);
    }
    this.#room.use(this.isConnected ? (this.#given ?? this.#own) : null, { sight: this.watch !== "everyone" });
  }

  #ownOptions() {
    const text = (name) => this.getAttribute(name) ?? undefined;
    const time = (name) => (this.hasAttribute(name) ? Number(this.getAttribute(name)) : undefined);
    return this.hasAttribute("workspace")
      ? {
          workspace: text("workspace"),
          src: text("src"),
          awayWhen: text("away-when"),
          awayAfter: time("away-after"),
          idleAfter: time("idle-after"),
          watch: this.watch === "auto" ? "everyone" : this.watch, // an indicator on screen asks for its user by itself
          since: this.hasAttribute("since"),
          observe: this.hasAttribute("observe"),
        }
      : null;
  }

  #open(options) {
    const token = () => (typeof this.#token === "function" ? this.#token() : this.#token);
    try {
      return new PresenceClient({ ...options, token, watch: clientWatch(options.watch) });
    } catch (error) {
      reportError(error);
      return null;
    }
  }
}

function clientWatch(watch) {
  if (!WATCH.includes(watch)) {
    throw new RangeError(`watch is ${watch}; give one of ${WATCH.join(", ")}`);
  }
  return watch === "visible" ? "none" : "everyone";
}
