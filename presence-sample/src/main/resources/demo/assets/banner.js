import { el, setText } from "./dom.js";

const CLOSED = {
  not_authenticated: "You are not signed in any more.",
  not_allowed: "You may not see this workspace any more.",
  left: "You have signed out.",
};
const KEPT = 5_000; // so long the client shows what it saw last

/** Says quietly that the link is down, at once; nothing is in it while all is well. */
export class Banner {
  #text = el("span");
  #timer = null;
  element;

  constructor({ client }) {
    const again = el("button.banner-button", { type: "button", onclick: () => client.reconnect() }, "Try now");
    this.element = el("div.banner", { role: "status", hidden: true }, el("span.banner-mark", { "aria-hidden": "true" }), this.#text, again);
    client.subscribeConnection((connection) => this.#show(connection));
    this.#show(client.connection);
  }

  #show({ state, reason }) {
    this.element.hidden = state !== "lost" && state !== "closed";
    if (state === "lost" && this.#timer === null) {
      setText(this.#text, reason === "server_stopping" ? "The server restarts. You will be back in a moment." : "Connection lost. You see how it was a moment ago.");
      this.#timer = setTimeout(() => setText(this.#text, "Connection lost. Who is here is unknown until it is back."), KEPT);
    } else if (state !== "lost") {
      clearTimeout(this.#timer);
      this.#timer = null;
      setText(this.#text, CLOSED[reason] ?? "This tab is disconnected.");
    }
  }
}
