import { Session, login } from "./api.js";

const KEY = "presence-demo-session";

/**
 * Who this tab is: whom `?as=` names, else who signed in here alone before, else whoever the browser's cookie says,
 * which only the server can read.
 */
export async function sessionOfTab() {
  const as = new URLSearchParams(location.search).get("as");
  const kept = recall();
  if (as === null || kept?.userId === as) {
    return kept ?? new Session();
  }
  return keep(await login(as));
}

/** The same user, who may also watch without being present. */
export async function asObserver(session, userId) {
  return session.observer ? session : keep(await login(userId, { observer: true }));
}

function keep(session) {
  sessionStorage.setItem(KEY, JSON.stringify(session));
  return session;
}

export function forget() {
  sessionStorage.removeItem(KEY);
}

function recall() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return kept === null ? null : new Session(kept);
  } catch {
    return null;
  }
}
