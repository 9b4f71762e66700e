import { avatarWithDot } from "./avatar.js";
import { el } from "./dom.js";

/** The middle of the page: fixed talk, because the demo is about who is there. */
export class Conversation {
  element = el("div.talk");

  constructor() {}

  open(dm) {
    this.element.replaceChildren(el("h2", {}, dm === null ? "# launch" : dm.name));
  }
}
