/** Whether the pointer or the focus is in a place, where nothing may move then. `released` is called when both have left. */
export class Stillness {
  #pointer = false;
  #focus = false;
  #released;

  constructor(released) {
    this.#released = released;
  }

  get held() {
    return this.#pointer || this.#focus;
  }

  watch(place) {
    place.addEventListener("pointerenter", () => this.#set({ pointer: true }));
    place.addEventListener("pointerleave", () => this.#set({ pointer: false }));
    place.addEventListener("focusin", () => this.#set({ focus: true }));
    place.addEventListener("focusout", ({ relatedTarget }) => this.#set({ focus: place.contains(relatedTarget) }));
  }

  #set({ pointer = this.#pointer, focus = this.#focus }) {
    const before = this.held;
    this.#pointer = pointer;
    this.#focus = focus;
    if (before && !this.held) {
      this.#released();
    }
  }
}
