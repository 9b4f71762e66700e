/**
 * The users that a frame lists. Frames have one array of ids for each status, and further columns for those of them of whom
 * there is more to say: `dnd`, `invisible`, `notes`, `lastSeen`, and, on request, `data` and arrays of times parallel to the
 * statuses.
 */
export function readColumns(frame) {
  const more = {
    dnd: idsIn(frame, "dnd"),
    invisible: idsIn(frame, "invisible"),
    notes: objectIn(frame, "notes"),
    lastSeen: objectIn(frame, "lastSeen"),
    data: objectIn(frame, "data"),
  };
  return ["active", "away", "offline"].flatMap((status) => readColumn(frame, status, more));
}

/**
 * `{userId, status, since, dnd, invisible, note, lastSeen, data}`. Fields without a value are absent; `dnd` and `invisible` are there
 * only when true. Times are epoch milliseconds.
 */
export function presence(userId, { status, since, dnd, invisible, note, lastSeen, data }) {
  const known = { userId, status };
  const more = { since, dnd: dnd || undefined, invisible: invisible || undefined, note, lastSeen, data };
  Object.entries(more).forEach(([name, value]) => value !== undefined && (known[name] = value));
  return Object.freeze(known);
}

/** `{online, away}`, or null where the frame has no counts. */
export function readCounts(counts) {
  const [online, away] = [counts?.online, counts?.away];
  return Number.isFinite(online) && Number.isFinite(away) ? Object.freeze({ online, away }) : null;
}

export function sameNote(one, other) {
  return one?.text === other?.text && one?.emoji === other?.emoji && one?.until === other?.until;
}

export function sameData(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function readColumn(frame, status, { dnd, invisible, notes, lastSeen, data }) {
  const since = frame.since?.[status] ?? [];
  const read = (userId, index) => ({
    status,
    since: milliseconds(since[index]),
    dnd: dnd.has(userId),
    invisible: invisible.has(userId),
    note: Object.hasOwn(notes, userId) ? readNote(notes[userId]) : undefined,
    lastSeen: Object.hasOwn(lastSeen, userId) ? milliseconds(lastSeen[userId]) : undefined,
    data: Object.hasOwn(data, userId) && Array.isArray(data[userId]) ? Object.freeze(data[userId]) : undefined,
  });
  return arrayIn(frame, status).flatMap((userId, index) =>
    typeof userId === "string" ? [presence(userId, read(userId, index))] : [],
  );
}

/** `{text, emoji, until}`: text and emoji are empty if there is none, until is absent if the note does not end. */
function readNote(given) {
  const text = typeof given?.text === "string" ? given.text : "";
  const emoji = typeof given?.emoji === "string" ? given.emoji : "";
  const until = milliseconds(given?.until);
  return text === "" && emoji === "" ? undefined : Object.freeze(until === undefined ? { text, emoji } : { text, emoji, until });
}

function arrayIn(frame, name) {
  const ids = frame[name] ?? [];
  if (!Array.isArray(ids)) {
    throw new TypeError(`${frame.type} has a column ${name} that is not an array`);
  }
  return ids;
}

function idsIn(frame, name) {
  return new Set(arrayIn(frame, name));
}

function objectIn(frame, name) {
  const values = frame[name] ?? {};
  if (typeof values !== "object") {
    throw new TypeError(`${frame.type} has a column ${name} that is not an object`);
  }
  return values;
}

function milliseconds(seconds) {
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
