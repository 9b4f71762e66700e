const WORDS = { active: "Active", away: "Away", offline: "Offline", unknown: "Unknown" };

export const wordOf = (status) => WORDS[status] ?? WORDS.unknown;

export const isOnline = (status) => status === "active" || status === "away";

/** How long ago, as one says it. */
export function ago(since, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  if (seconds < 45) {
    return "just now";
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 24 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
