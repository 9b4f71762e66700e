import { readColumns } from "./presence-columns.js";
import { PresenceError } from "./presence-requests.js";
import { applyAnswer, applyCounts, applyUpdate } from "./presence-state.js";

/** Gives each frame of the server to the part of the client that it is for. */
export class Receiver {
  #view;
  #link;
  #watch;
  #settings;
  #requests;
  #onError;

  constructor({ view, link, watch, settings, requests, onError }) {
    this.#view = view;
    this.#link = link;
    this.#watch = watch;
    this.#settings = settings;
    this.#requests = requests;
    this.#onError = onError;
  }

  /** `isCurrent()` returns whether the socket that the text came from is still the client's socket. */
  receive(text, isCurrent) {
    try {
      this.#handle(JSON.parse(text), isCurrent);
    } catch (error) {
      this.#onError(error);
    }
  }

  #handle(frame, isCurrent) {
    switch (frame.type) {
      case "presence:snapshot":
        return this.#onSnapshot(frame, isCurrent);
      case "presence:update":
        return this.#view.apply((state) => applyUpdate(state, frame));
      case "presence:counts":
        return this.#view.apply((state) => applyCounts(state, frame));
      case "presence:result":
        return this.#watch.onResult(frame) || this.#onAnswer(frame.ref, Object.freeze(readColumns(frame)));
      case "presence:page":
        return this.#requests.answer(frame.ref, pageOf(frame));
      case "presence:stale":
        return this.#watch.onStale(frame);
      case "presence:pong":
        return this.#settings.forEach((setting) => setting.onPong(frame));
      case "presence:error":
        return this.#onRefused(frame);
      default: // of a later version
    }
  }

  #onSnapshot(frame, isCurrent) {
    this.#watch.onSnapshot(frame);
    if (isCurrent()) { // a listener may have closed the client, or connected anew
      this.#link.admitted();
      this.#watch.send();
    }
  }

  #onAnswer(ref, users) {
    this.#view.apply((state) => applyAnswer(state, users));
    this.#requests.answer(ref, users);
  }

  #onRefused(refused) {
    const { ref, code, message } = refused;
    const known = [...this.#settings, this.#watch].some((it) => it.onRefused(refused)) || this.#requests.refuse(ref, code, message);
    if (!known) {
      this.#onError(new PresenceError(code, message));
    }
  }
}

function pageOf(frame) {
  const users = Object.freeze(readColumns(frame));
  return Object.freeze(frame.next === undefined ? { users } : { users, next: frame.next });
}
