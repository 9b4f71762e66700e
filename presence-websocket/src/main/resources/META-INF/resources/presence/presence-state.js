/**
 * What a page knows about one workspace, as frozen values: a frame goes in, the next state comes out, and nothing else
 * happens. All deciding is here; PresenceClient only keeps the latest state and tells who listens.
 *
 * Tables have no prototype, so that ids such as `__proto__` and `constructor` are ordinary keys.
 */

const STATUSES = new Set(["active", "away", "offline"]);
const NOBODY = Object.freeze(Object.create(null));
const NO_IDS = new Set();
const SAME = Object.freeze({ changes: Object.freeze([]), everyone: false });

/**
 * The state before the first snapshot: everybody is unknown, except whom the server rendered into the page.
 *
 * - `statuses`, `since`: users who are online, and nobody else
 * - `known`: the ids the server has told about, or null for everybody; whoever is known and not online is offline
 * - `watched`: the ids asked for, or null for everybody
 * - `asking`: everybody was asked for, and the answer has not come
 * - `epoch`: null until this socket's first snapshot; what comes earlier waits in `early`
 */
export function startState(initial = {}) {
  const members = Object.entries(initial).map(([userId, status]) => readMember({ userId, status }));
  return Object.freeze({
    ...put({ statuses: NOBODY, since: NOBODY }, members),
    known: new Set(members.map((member) => member.userId)),
    watched: null,
    asking: false,
    epoch: null,
    version: 0,
    userId: null,
    stale: false,
    early: null,
    earlyStale: false,
  });
}

/** A new socket: what was seen stays on show, but only a snapshot continues it. */
export function reopened(state) {
  return Object.freeze({ ...state, epoch: null, early: null, earlyStale: false });
}

/** A `presence:snapshot` replaces everything; updates that overtook it are applied unless they are older. */
export function applySnapshot(state, frame) {
  const first = state.epoch === null;
  const members = readMembers(frame.members, state.watched);
  const version = readVersion(frame);
  const early = [...(state.early ?? new Map()).values()].filter((one) => one.version >= version);
  const fresh = put(put({ statuses: NOBODY, since: NOBODY }, members), early.map((one) => one.member));
  return Object.freeze({
    ...state,
    statuses: sameTable(state.statuses, fresh.statuses) ? state.statuses : fresh.statuses,
    since: fresh.since,
    known: addTo(knownAfterSnapshot(state, frame, members), early.map((one) => one.member)),
    asking: state.asking && !first && frame.ref === undefined,
    epoch: frame.epoch ?? "",
    version: Math.max(version, ...early.map((one) => one.version)),
    userId: frame.userId ?? state.userId,
    stale: frame.stale ?? (first ? state.earlyStale : state.stale),
    early: null,
  });
}

/** A `presence:update`; one with a version lower than the state's own is older than what is on show, and dropped. */
export function applyUpdate(state, frame) {
  const version = readVersion(frame);
  const members = readMembers(frame.changes, state.watched);
  if (state.epoch === null) {
    return Object.freeze({ ...state, early: addEarly(state.early, version, members) });
  }
  if (version < state.version) {
    return state;
  }
  return Object.freeze({ ...told(state, members), version });
}

/** A `presence:stale`: while the server has lost the store, whoever is not in the map is unknown. */
export function applyStale(state, frame) {
  const stale = frame.stale === true;
  return Object.freeze(state.epoch === null ? { ...state, earlyStale: stale } : { ...state, stale });
}

/** From now on only these users (null: everybody) matter; those newly watched are unknown until the answer. */
export function applyWatch(state, userIds) {
  if (userIds === null) {
    return Object.freeze({ ...state, watched: null, asking: true });
  }
  const watched = new Set(userIds);
  const others = Object.keys(state.statuses).filter((userId) => !watched.has(userId));
  return Object.freeze({
    ...put(state, others.map((userId) => ({ userId, status: "offline" }))),
    known: new Set([...watched].filter((userId) => state.known === null || state.known.has(userId))),
    watched,
    asking: false,
  });
}

/** The `presence:result` of a watch. Answers to `get` do not come here: they may be about users not watched. */
export function applyWatched(state, frame) {
  return Object.freeze(told(state, readMembers(frame.members, state.watched)));
}

/** The status to show for this user. */
export function statusOf(state, userId) {
  if (userId in state.statuses) {
    return state.statuses[userId];
  }
  return state.stale || (state.known !== null && !state.known.has(userId)) ? "unknown" : "offline";
}

/** The status of whoever the state says nothing about. */
export function statusOfOthers(state) {
  return state.stale || state.known !== null ? "unknown" : "offline";
}

/** Who is shown differently, and whether everybody not mentioned is (`everyone`). */
export function differences(before, after) {
  if (before.statuses === after.statuses && before.known === after.known && before.stale === after.stale) {
    return SAME;
  }
  const ids = new Set();
  for (const state of [before, after]) {
    Object.keys(state.statuses).forEach((userId) => ids.add(userId));
    (state.known ?? NO_IDS).forEach((userId) => ids.add(userId));
  }
  const changes = [...ids]
    .filter((userId) => statusOf(before, userId) !== statusOf(after, userId))
    .map((userId) => presenceOf(after, userId));
  return Object.freeze({
    changes: Object.freeze(changes),
    everyone: statusOfOthers(before) !== statusOfOthers(after),
  });
}

/** `{userId, status, since}`; `since` is absent where it is not known. */
export function presenceOf(state, userId) {
  return presence(userId, statusOf(state, userId), state.since[userId]);
}

/** The members of a `presence:result` or `presence:snapshot`, as `presenceOf` gives them. */
export function readMembers(list, watched = null) {
  return list.map(readMember).filter((member) => member && (watched === null || watched.has(member.userId)));
}

function presence(userId, status, since) {
  return Object.freeze(since === undefined ? { userId, status } : { userId, status, since });
}

// A status of a later version of the protocol is something this page cannot show, which is what unknown means.
function readMember(member) {
  if (typeof member?.userId !== "string") {
    return null;
  }
  const since = Number.isFinite(member.since) ? member.since : undefined;
  return presence(member.userId, STATUSES.has(member.status) ? member.status : "unknown", since);
}

function readVersion(frame) {
  if (!Number.isFinite(frame.version)) {
    throw new TypeError(`${frame.type} has no version`);
  }
  return frame.version;
}

// While an answer to watch is on its way, a snapshot may still be about those watched before. The first one of a socket
// is of everybody, and so is the answer to a watch of everybody, which carries its ref.
function knownAfterSnapshot(state, frame, members) {
  const asking = state.asking && frame.ref === undefined;
  if ((state.watched !== null || asking) && state.epoch !== null) {
    return addTo(state.known, members);
  }
  return frame.partial ? addTo(NO_IDS, members) : state.watched;
}

function told(state, members) {
  return { ...state, ...put(state, members), known: addTo(state.known, members) };
}

function addTo(known, members) {
  return known === null || members.every((member) => known.has(member.userId))
    ? known
    : new Set([...known, ...members.map((member) => member.userId)]);
}

// Merged by user, so that no flood of updates makes it longer than the workspace.
function addEarly(early, version, members) {
  const next = new Map(early ?? []);
  members.forEach((member) => next.set(member.userId, { version, member }));
  return next;
}

function put(state, members) {
  const statuses = Object.assign(Object.create(null), state.statuses);
  const since = Object.assign(Object.create(null), state.since);
  for (const member of members) {
    delete statuses[member.userId];
    delete since[member.userId];
    if (member.status !== "offline") {
      statuses[member.userId] = member.status;
      if (member.since !== undefined) {
        since[member.userId] = member.since;
      }
    }
  }
  const same = sameTable(state.statuses, statuses);
  return { ...state, statuses: same ? state.statuses : Object.freeze(statuses), since: Object.freeze(since) };
}

function sameTable(one, other) {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}
