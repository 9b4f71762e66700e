/**
 * What a page knows about one workspace, as immutable values: a function takes a state and a frame and returns the next
 * state. Nothing else happens here; PresenceClient keeps the latest state and notifies listeners. An update costs only what
 * it changes, however large the workspace is.
 */
import { presence, readColumns, readCounts, sameData, sameNote } from "./presence-columns.js";
import { Table } from "./presence-table.js";

/**
 * The state before the first snapshot: everybody is unknown, except those whom the server rendered into the page.
 *
 * - `table`: what is known of single users by id: what a frame says of them, `outage` and `old`
 * - `complete`: users without an entry are offline; otherwise they are unknown
 * - `partial`: the server sends only the users that this client watches, and counts
 * - `counts`: `{online, away}`, or null before the first snapshot
 * - `stale`: the server has lost its store; `outages` counts how often
 * - `open`: this socket has sent its snapshot
 */
export function startState(initial = {}) {
  const rendered = Object.entries(initial).filter(([, status]) => status !== "unknown");
  return Object.freeze({
    table: new Table(rendered.map(([userId, status]) => [userId, entryOf({ status }, 0)])),
    complete: false,
    partial: false,
    counts: null,
    stale: false,
    outages: 0,
    open: false,
    version: 0,
    userId: null,
  });
}

/** A new socket: what was seen stays on show, but only a snapshot continues it. */
export function reopened(state) {
  return Object.freeze({ ...state, open: false });
}

/** Nothing is known any more: everybody is unknown. */
export function forgotten(state) {
  const gone = [...state.table.entries()].map(([userId]) => [userId, undefined]);
  return Object.freeze({ ...state, table: state.table.with(gone), complete: false, counts: null });
}

/**
 * A `presence:snapshot` replaces everything. Where it is partial, users of `kept` (an iterable of ids) whom it does not
 * list stay as they were, marked `old`, until the server has answered what is asked about them.
 */
export function applySnapshot(state, frame, kept = []) {
  const version = readVersion(frame);
  const partial = frame.partial === true;
  const next = {
    ...state,
    ...staleness(state, frame.stale === true),
    complete: !partial,
    partial,
    open: true,
    version,
    userId: frame.userId ?? state.userId,
  };
  const listed = readColumns(frame).filter((it) => isKept(next, it));
  const entries = new Map(listed.map((it) => [it.userId, entryOf(it, next.outages, state.table.get(it.userId))]));
  for (const userId of partial ? kept : []) {
    const before = state.table.get(userId);
    if (before !== undefined && !entries.has(userId)) {
      entries.set(userId, Object.freeze({ ...before, old: true }));
    }
  }
  const table = replaced(state.table, entries);
  const counts = partial ? (readCounts(frame.counts) ?? state.counts) : countsOf(entries.values());
  return Object.freeze({ ...next, table, counts: sameCounts(state.counts, counts) ? state.counts : counts });
}

/** A `presence:update`. It is dropped before this socket's snapshot, and when its version is lower than the state's. */
export function applyUpdate(state, frame) {
  const version = readVersion(frame);
  const users = readColumns(frame);
  return !state.open || version < state.version ? state : Object.freeze({ ...put(state, users), version });
}

/** A `presence:stale`: while the server has lost its store, users that it does not list are unknown. */
export function applyStale(state, frame) {
  return state.open ? Object.freeze({ ...state, ...staleness(state, frame.stale === true) }) : state;
}

/** A `presence:counts`. Where the client knows everybody it counts by itself. */
export function applyCounts(state, frame) {
  const counts = readCounts(frame);
  return !state.open || state.complete || counts === null ? state : Object.freeze({ ...state, counts });
}

/** Users that a `presence:result` lists, which this client watches. Others would not be kept up to date. */
export function applyWatched(state, users) {
  return Object.freeze(put(state, users));
}

/**
 * Users that the answer to a `get` lists. Where the client knows everybody, a snapshot does not list those who are offline, so
 * their note and when they were last seen are kept: updates follow for them too.
 */
export function applyAnswer(state, users) {
  const offline = users.filter(({ userId, status }) => status === "offline" && statusOf(state, userId) === "offline");
  return state.complete && offline.length > 0 ? Object.freeze(put(state, offline)) : state;
}

/** The server sends these users (an iterable of ids) from now on, and no others. */
export function narrowed(state, userIds) {
  const next = { ...state, complete: false, partial: true };
  const entries = new Map();
  for (const userId of new Set(userIds)) {
    const known = state.table.get(userId) ?? (statusOf(state, userId) === "offline" ? entryOf({ status: "offline" }, state.outages) : undefined);
    if (known !== undefined) {
      entries.set(userId, known);
    }
  }
  return Object.freeze({ ...next, table: replaced(state.table, entries) });
}

/** These users are unknown from now on, unless everybody is known; with `old` only those of an earlier snapshot. */
export function withoutUsers(state, userIds, { old = false } = {}) {
  const gone = [...userIds].filter((userId) => old === false || state.table.get(userId)?.old === true);
  return state.complete ? state : Object.freeze({ ...state, table: state.table.with(gone.map((userId) => [userId, undefined])) });
}

/** The status to show for this user. */
export function statusOf(state, userId) {
  const entry = state.table.get(userId);
  if (entry === undefined) {
    return statusOfOthers(state);
  }
  return entry.status === "offline" && state.stale && entry.outage !== state.outages ? "unknown" : entry.status;
}

/** The status of users about whom nothing is known. */
export function statusOfOthers(state) {
  return state.complete && !state.stale ? "offline" : "unknown";
}

/** Whether the server has stated this user's status to the socket that is open now. */
export function isConfirmed(state, userId) {
  return state.table.get(userId)?.old === false || (state.complete && !state.stale);
}

/** Who is shown differently, and whether all users that are not listed here may be (`everyone`). */
export function differences(before, after) {
  const everyone = statusOfOthers(before) !== statusOfOthers(after);
  const touched = everyone || before.stale !== after.stale ? null : after.table.changedSince(before.table);
  const ids = touched ?? new Set([before, after].flatMap(({ table }) => [...table.entries()].map(([userId]) => userId)));
  const changes = [...ids]
    .filter((userId) => isShownDifferently(before, after, userId))
    .map((userId) => presenceOf(after, userId));
  return Object.freeze({ changes: Object.freeze(changes), everyone });
}

/** What is known of this user, as in a list of changes. */
export function presenceOf(state, userId) {
  return presence(userId, { ...state.table.get(userId), status: statusOf(state, userId) });
}

function isShownDifferently(before, after, userId) {
  const [one, other] = [before.table.get(userId), after.table.get(userId)];
  return (
    statusOf(before, userId) !== statusOf(after, userId) ||
    ["dnd", "invisible", "note", "lastSeen", "data"].some((name) => (one?.[name] || undefined) !== (other?.[name] || undefined))
  );
}

function readVersion(frame) {
  if (!Number.isFinite(frame.version)) {
    throw new TypeError(`${frame.type} has no version`);
  }
  return frame.version;
}

// Of a user whose note or data is the same as before, it is the same object: others compare it.
function entryOf({ status, since, dnd = false, invisible = false, note, lastSeen, data }, outage, before) {
  const offline = status === "offline";
  return Object.freeze({
    status,
    since: offline ? undefined : since,
    dnd: dnd && !offline,
    invisible: invisible && !offline,
    note: sameNote(before?.note, note) ? before?.note : note,
    lastSeen: offline ? lastSeen : undefined,
    data: sameData(before?.data, data) ? before?.data : data,
    outage,
    old: false,
  });
}

// Users who are offline need no entry where all others are offline too, unless more is known of them.
function isKept(state, { status, note, lastSeen }) {
  return status !== "offline" || note !== undefined || lastSeen !== undefined || !state.complete || state.stale;
}

function staleness(state, stale) {
  return { stale, outages: stale && !state.stale ? state.outages + 1 : state.outages };
}

function put(state, users) {
  const changes = users
    .map((user) => [user.userId, isKept(state, user) ? entryOf(user, state.outages, state.table.get(user.userId)) : undefined])
    .filter(([userId, entry]) => !sameEntry(state.table.get(userId), entry));
  if (changes.length === 0) {
    return state;
  }
  const counts = state.complete ? countsAfter(state, changes) : state.counts;
  return { ...state, table: state.table.with(changes), counts };
}

function replaced(table, entries) {
  const changes = [...entries].filter(([userId, entry]) => !sameEntry(table.get(userId), entry));
  for (const [userId] of table.entries()) {
    if (!entries.has(userId)) {
      changes.push([userId, undefined]);
    }
  }
  return changes.length === 0 ? table : table.with(changes);
}

function sameEntry(one, other) {
  return one === other || (one !== undefined && other !== undefined && Object.keys(one).every((key) => one[key] === other[key]));
}

function countsAfter(state, changes) {
  const before = countsOf(changes.map(([userId]) => state.table.get(userId)));
  const after = countsOf(changes.map(([, entry]) => entry));
  const counts = {
    online: state.counts.online + after.online - before.online,
    away: state.counts.away + after.away - before.away,
  };
  return sameCounts(state.counts, counts) ? state.counts : Object.freeze(counts);
}

function countsOf(entries) {
  let [online, away] = [0, 0];
  for (const entry of entries) {
    online += entry?.status === "active" || entry?.status === "away" ? 1 : 0;
    away += entry?.status === "away" ? 1 : 0;
  }
  return Object.freeze({ online, away });
}

function sameCounts(one, other) {
  return one?.online === other?.online && one?.away === other?.away;
}
