const NEAR = "100%"; // one screen, or one box, beyond each edge

/**
 * Follows the users of those elements that are on screen or near it. `userOf(element)` returns the user of an element or
 * null, `follow(userIds)` starts to follow and returns what ends it.
 */
export class Sight {
  #userOf;
  #follow;
  #releases = new Map(); // of elements in sight: what ends the following of their users
  #seenBy = new Map();
  #observers;

  constructor({ userOf, follow }) {
    this.#userOf = userOf;
    this.#follow = follow;
    this.#observers = margins().map((margin) => {
      const observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#saw(observer, entry)), margin);
      return observer;
    });
  }

  add(element) {
    this.#seenBy.set(element, new Set());
    this.#observers.forEach((observer) => observer.observe(element));
  }

  remove(element) {
    this.#observers.forEach((observer) => observer.unobserve(element));
    this.#seenBy.delete(element);
    this.#leave(element);
  }

  /** The user of this element is another one. */
  changed(element) {
    if (this.#releases.has(element)) {
      this.#enter(element);
    }
  }

  /** Follows anew, for another client. */
  again() {
    [...this.#releases.keys()].forEach((element) => this.#enter(element));
  }

  end() {
    [...this.#seenBy.keys()].forEach((element) => this.remove(element));
  }

  #saw(observer, { target, isIntersecting }) {
    const seenBy = this.#seenBy.get(target);
    if (isIntersecting) {
      seenBy?.add(observer);
    } else {
      seenBy?.delete(observer);
    }
    if (seenBy?.size > 0 && !this.#releases.has(target)) {
      this.#enter(target);
    } else if (seenBy?.size === 0) {
      this.#leave(target);
    }
  }

  #enter(element) {
    const userId = this.#userOf(element);
    const release = userId === null ? () => {} : this.#follow([userId]);
    this.#leave(element);
    this.#releases.set(element, release);
  }

  #leave(element) {
    this.#releases.get(element)?.();
    this.#releases.delete(element);
  }
}

// A margin around the page's viewport, and one around boxes that scroll inside it. In one observer they would multiply.
function margins() {
  const aroundBoxes = "scrollMargin" in IntersectionObserver.prototype ? [{ scrollMargin: NEAR }] : [];
  return [{ rootMargin: NEAR }, ...aroundBoxes];
}
