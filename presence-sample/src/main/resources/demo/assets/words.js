const WORDS = { active: "Active", away: "Away", offline: "Offline", unknown: "Unknown" };

export const wordOf = (status) => WORDS[status] ?? WORDS.unknown;

export const isOnline = (status) => status === "active" || status === "away";

/** How many of these are online: the number, and the words; who is unknown is not counted as absent. */
export function onlineOf(statuses, words = "online") {
  const online = statuses.filter(isOnline).length;
  const unknown = statuses.includes("unknown");
  return { online, text: unknown && online === 0 ? WORDS.unknown : `${online}${unknown ? "+" : ""} ${words}` };
}

/**
 * How many users of the workspace are online: the number, or null, and the words. While the server has lost its store, the
 * number is a lower bound.
 */
export function onlineIn(client, words) {
  const { counts, partial } = client;
  const atLeast = !partial && client.getPresence("") === "unknown"; // nobody has this id: what others are shown as
  if (counts === null || (atLeast && counts.online === 0)) {
    return { online: null, text: WORDS.unknown };
  }
  return { online: counts.online, text: `${counts.online.toLocaleString("en")}${atLeast ? "+" : ""} ${words}` };
}

/** The status in a word or two. */
export function shortOf(client, userId) {
  return client.getDoNotDisturb(userId) ? "Do not disturb" : wordOf(client.getPresence(userId));
}

/** The same, of somebody who is away for how long, once that is worth saying, and of somebody offline since when. */
export function phraseOf(client, userId) {
  const short = shortOf(client, userId);
  const [since, lastSeen] = [client.getSince(userId), client.getLastSeen(userId)];
  if (short === WORDS.away && since !== undefined && Date.now() - since >= 45_000) {
    return `${short} ${lasting(Date.now() - since)}`;
  }
  return short === WORDS.offline && lastSeen !== undefined ? `${short}, seen ${ago(lastSeen)}` : short;
}

function ago(time) {
  return Date.now() - time < 60_000 ? "just now" : `${lasting(Date.now() - time)} ago`;
}

/** A time of today as on a clock, another one with its day. */
export function timeOf(millis) {
  const time = new Date(millis);
  const clock = { hour: "2-digit", minute: "2-digit", hour12: false };
  const today = time.toDateString() === new Date(Date.now()).toDateString();
  return time.toLocaleString("en-GB", today ? clock : { weekday: "short", ...clock });
}

function lasting(time) {
  const minutes = Math.round(time / 60_000);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 24 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
