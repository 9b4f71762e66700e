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

/** The status, and of somebody who is away for how long, once that is worth saying. */
export function phraseOf(status, since) {
  const word = wordOf(status);
  return status === "away" && since !== undefined && Date.now() - since >= 45_000 ? `${word} ${lasting(Date.now() - since)}` : word;
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
