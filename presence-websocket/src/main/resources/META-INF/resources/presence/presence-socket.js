const FIRST_WINDOW = 2_000; // within the drain time of a server that stops (15 s), but not all clients at once
const LAST_WINDOW = 30_000;
const REFUSED_LEAST = 60_000; // a server that never let this page in: down for long, or it refuses the page's origin
const REFUSED_WINDOW = 240_000;

/** The socket's address. Ids that a path cannot carry go as a parameter; so do `.` and `..`, which a path would drop. */
export function socketUrl({ src, base, workspace, token, active = true, watch = "everyone", ...flags }) {
  const url = new URL(src, base);
  url.protocol = url.protocol.replace(/^http/, "ws");
  if (!/^wss?:$/.test(url.protocol)) {
    throw new TypeError(`src must lead to http, https, ws or wss, not ${url.protocol}`);
  }
  url.hash = "";
  const asked = { "active=false": !active, "watch=none": watch === "none" };
  ["since", "observe", "data"].forEach((name) => (asked[`${name}=true`] = flags[name] === true));
  const parameters = [url.search.slice(1), ...Object.keys(asked).filter((it) => asked[it])];
  if (/[/\\%]|^\.{1,2}$/.test(workspace)) {
    parameters.push(`workspace=${encodeURIComponent(workspace)}`);
  } else {
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/${encodeURIComponent(workspace)}`;
  }
  if (token !== null && token !== undefined) {
    parameters.push(`token=${encodeURIComponent(token)}`);
  }
  url.search = parameters.filter(Boolean).join("&");
  return url.href;
}

/** What a close code means: why, whether to come back, and whether that must be slow. */
export function verdictOf(code) {
  switch (code) {
    case 1012: return { reason: "server_stopping", again: true, slow: false };
    case 1013: return { reason: "overloaded", again: true, slow: true };
    case 4401: return { reason: "not_authenticated", again: false, slow: false };
    case 4403: return { reason: "not_allowed", again: false, slow: false };
    case 4408: return { reason: "too_slow", again: true, slow: false };
    case 4409: return { reason: "too_many_connections", again: true, slow: true };
    case 4429: return { reason: "rate_limited", again: true, slow: true };
    default: return { reason: "link_lost", again: true, slow: false };
  }
}

/** Exponential windows with full jitter: 0–2 s, 0–4 s … 0–30 s; long at once if the server asked for it, 1–5 minutes if it seems to refuse. */
export function retryDelay({ attempt, slow, random, refused = false }) {
  if (refused) {
    return REFUSED_LEAST + random * REFUSED_WINDOW;
  }
  return random * (slow ? LAST_WINDOW : Math.min(LAST_WINDOW, FIRST_WINDOW * 2 ** attempt));
}

/**
 * The default socket port. Another one may share a socket between tabs. It opens a moment later, so that a client that
 * is closed at once, as React's strict mode does, costs no socket and no warning in the console.
 */
export function browserConnect(url, handlers) {
  let socket = null;
  let over = false;
  queueMicrotask(() => {
    if (!over) {
      socket = open(url, handlers);
    }
  });
  return {
    send: (text) => socket.send(text),
    close(code, reason) {
      over = true;
      socket?.close(code, reason);
    },
  };
}

function open(url, handlers) {
  try {
    const socket = new WebSocket(url);
    socket.onmessage = (event) => handlers.message(event.data);
    socket.onclose = (event) => handlers.close(event.code, event.reason);
    return socket;
  } catch (error) {
    handlers.close(1006, error.message);
    throw error; // for the console: an address that a secure page may not use, for example
  }
}
