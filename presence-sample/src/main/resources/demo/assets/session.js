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
  const session = await login(as);
  sessionStorage.setItem(KEY, JSON.stringify({ userId: session.userId, token: session.token }));
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
