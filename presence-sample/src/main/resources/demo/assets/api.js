/** An answer of the server that is no success; `error` and `message` are its own. */
export class ApiError extends Error {
  constructor(status, { error, message }) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

/**
 * A user as this page calls the server. With a token the cookie is neither sent nor set: then the tab is signed in
 * alone, whoever the rest of the browser is.
 */
export class Session {
  constructor({ userId = null, token = null, observer = false } = {}) {
    this.userId = userId;
    this.token = token;
    this.observer = observer;
  }

  roster(workspaceId) {
    return call(`/api/workspaces/${encodeURIComponent(workspaceId)}`, this.token);
  }
}

/** Signs in without the cookie that the answer carries. An observer may watch without being present. */
export async function login(userId, { observer = false } = {}) {
  const answer = await call("/api/login", null, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ userId, observer }),
  });
  return new Session({ ...answer, observer });
}

export function people() {
  return call("/api/people", null);
}

export function logout() {
  return call("/api/logout", null, { method: "POST" });
}

async function call(path, token, options = {}) {
  const signedIn = token === null ? {} : { credentials: "omit", headers: { Authorization: `Bearer ${token}` } };
  const response = await fetch(path, { ...signedIn, ...options });
  const body = await response.json().catch(() => ({ error: "no_json", message: `the server answered ${response.status}` }));
  if (!response.ok) {
    throw new ApiError(response.status, body);
  }
  return body;
}
