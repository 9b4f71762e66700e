/**
 * The users that a frame lists, as `[{userId, status, since}]`. Frames have one array of ids for each status, and, on
 * request, arrays of times parallel to them.
 */
export function readColumns(frame) {
  return ["active", "away", "offline"].flatMap((status) => readColumn(frame, status));
}

/** `since` is in epoch milliseconds; absent where it is not known. */
export function presence(userId, status, since) {
  return Object.freeze(since === undefined ? { userId, status } : { userId, status, since });
}

function readColumn(frame, status) {
  const ids = frame[status] ?? [];
  if (!Array.isArray(ids)) {
    throw new TypeError(`${frame.type} has a column ${status} that is not an array`);
  }
  const since = frame.since?.[status] ?? [];
  return ids.flatMap((userId, index) =>
    typeof userId === "string" ? [presence(userId, status, milliseconds(since[index]))] : [],
  );
}

/** `{online, away}`, or null where the frame has no counts. */
export function readCounts(counts) {
  const [online, away] = [counts?.online, counts?.away];
  return Number.isFinite(online) && Number.isFinite(away) ? Object.freeze({ online, away }) : null;
}

function milliseconds(seconds) {
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
