const NEAR = "100%"; // one screen beyond each edge

/**
 * Follows the users of those elements that are on screen or near it. `userOf(element)` returns the user of an element or
 * null, `follow(userIds)` starts to follow and returns what ends it.
 */
export class Sight {
  #userOf;
  #follow;
  #inSight = new Map(); // element to what ends the following of its user
  #observer;

  constructor({ userOf, follow }) {
    this.#userOf = userOf;
    this.#follow = follow;
    this.#observer =
      globalThis.IntersectionObserver === undefined
        ? { observe: (element) => this.#enter(element), unobserve() {}, disconnect() {} }
        : new IntersectionObserver((entries) => entries.forEach((entry) => this.#saw(entry)), margins());
  }

  add(element) {
    this.#observer.observe(element);
  }

  remove(element) {
    this.#observer.unobserve(element);
    this.#leave(element);
  }

  /** The user of this element is another one. */
  changed(element) {
    if (this.#inSight.has(element)) {
      this.#enter(element);
    }
  }

  /** Follows anew, for another client. */
  again() {
    [...this.#inSight.keys()].forEach((element) => this.#enter(element));
  }

  end() {
    this.#observer.disconnect();
    [...this.#inSight.keys()].forEach((element) => this.#leave(element));
  }

  #saw({ target, isIntersecting }) {
    if (isIntersecting) {
      this.#enter(target);
    } else {
      this.#leave(target);
    }
  }

  #enter(element) {
    const userId = this.#userOf(element);
    const release = userId === null ? () => {} : this.#follow([userId]);
    this.#leave(element);
    this.#inSight.set(element, release);
  }

  #leave(element) {
    this.#inSight.get(element)?.();
    this.#inSight.delete(element);
  }
}

// The first margin is around the page's viewport, the second around each box inside it that scrolls.
function margins() {
  try {
    const both = { rootMargin: NEAR, scrollMargin: NEAR };
    new IntersectionObserver(() => {}, both).disconnect();
    return both;
  } catch {
    return { rootMargin: NEAR };
  }
}
