import { AWAY_WHEN, browserPage } from "./presence-activity.js";
import { systemRuntime } from "./presence-runtime.js";
import { browserConnect, socketUrl } from "./presence-socket.js";

const WATCH = ["everyone", "none"];
const LONGEST = 2 ** 31 - 1; // a timer with a longer delay fires at once

/** The options as given, over the defaults, or an error that says what to do. */
export function readOptions(given = {}) {
  const options = {
    src: "/presence",
    token: null,
    watch: "everyone",
    since: false,
    observe: false,
    data: false,
    initial: {},
    awayWhen: "blurred",
    awayAfter: 1_000,
    idleAfter: null,
    connect: browserConnect,
    page: globalThis.document === undefined ? null : browserPage(),
    runtime: systemRuntime,
    base: globalThis.location?.href,
    onError: report,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  requireId("workspace", options.workspace);
  requireTime("awayAfter", options.awayAfter);
  if (options.idleAfter !== null) {
    requireTime("idleAfter", options.idleAfter);
  }
  if (!AWAY_WHEN.includes(options.awayWhen)) {
    throw new RangeError(`awayWhen is ${options.awayWhen}; give one of ${AWAY_WHEN.join(", ")}`);
  }
  if (!WATCH.includes(options.watch)) {
    throw new RangeError(`watch is ${options.watch}; give one of ${WATCH.join(", ")}`);
  }
  socketUrl({ ...options, token: null }); // a wrong address fails here, not at every try
  return Object.freeze({ ...options, onError: isolated(options.onError) });
}

/** The rule for ids; compared exactly, never trimmed or folded. */
export function requireId(what, id) {
  if (!isId(id)) {
    throw new RangeError(
      `${what} is ${JSON.stringify(id)}; an id is a string of 1 to 128 UTF-16 units, not blank, ` +
        "without control characters and unpaired surrogates",
    );
  }
  return id;
}

export function isId(id) {
  return typeof id === "string" && id.trim() !== "" && id.length <= 128 && !/[\p{Cc}\p{Cs}]/u.test(id);
}

function requireTime(what, value) {
  if (typeof value !== "number" || !(value >= 0 && value <= LONGEST)) {
    throw new RangeError(`${what} is ${value}; give milliseconds, 0 to ${LONGEST}`);
  }
}

function isolated(onError) {
  return (error) => {
    try {
      onError(error);
    } catch (another) {
      console.error(another);
    }
  };
}

// Shown as an uncaught error is, so that it is seen in development and by whatever collects errors.
function report(error) {
  if (typeof globalThis.reportError === "function") {
    globalThis.reportError(error);
  } else {
    console.error(error);
  }
}
