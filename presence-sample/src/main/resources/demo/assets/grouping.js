/** The group that a member with this status belongs to; an unknown status is no reason to move anybody. */
export function groupOf(status, current, partial) {
  if (partial) {
    return "everybody"; // only users near the screen are known, so nobody can say who belongs where
  }
  if (status === "active" || status === "away") {
    return "online";
  }
  return status === "unknown" && current === "online" ? "online" : "offline";
}

/** Which member is in which group. Members are numbers, their rank in the roster, and each group is in that order. */
export class Grouping {
  #groupOf = [];
  #ranks = new Map();

  /** The ranks in this group, in order. */
  ranks(group) {
    return this.#ranks.get(group) ?? [];
  }

  groupOf(rank) {
    return this.#groupOf[rank];
  }

  /** Puts every member from 0 to `size` into the group that `choose(rank, current)` returns. */
  fill(size, choose) {
    const ranks = new Map();
    for (let rank = 0; rank < size; rank++) {
      const group = choose(rank, this.#groupOf[rank]);
      this.#groupOf[rank] = group;
      if (!ranks.has(group)) {
        ranks.set(group, []);
      }
      ranks.get(group).push(rank);
    }
    this.#ranks = ranks;
  }

  move(rank, group) {
    const from = this.ranks(this.#groupOf[rank]);
    from.splice(placeOf(rank, from), 1);
    this.#groupOf[rank] = group;
    if (!this.#ranks.has(group)) {
      this.#ranks.set(group, []);
    }
    const to = this.ranks(group);
    to.splice(placeOf(rank, to), 0, rank);
  }
}

/** Where this rank is in the sorted ranks, or would be. */
export function placeOf(rank, ranks) {
  let low = 0;
  let high = ranks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranks[middle] < rank) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * The rows to have in the page, from `first` to before `end`: those on screen and one screen above and below. `top` is the
 * distance of row 0 from the top of the screen.
 */
export function rowsNear({ top, screen, count, rowHeight }) {
  const within = (row) => Math.max(0, Math.min(count, row));
  return {
    first: within(Math.floor((-screen - top) / rowHeight)),
    end: within(Math.ceil((2 * screen - top) / rowHeight)),
  };
}
