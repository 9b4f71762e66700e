// Tests within a page: run one after another, posted to whoever serves the page.
const tests = [];
const unexpected = [];

for (const [kind, tell] of [
  ["error", (event) => event.message],
  ["unhandledrejection", (event) => `unhandled: ${event.reason}`],
  ["securitypolicyviolation", (event) => `policy: ${event.violatedDirective} ${event.blockedURI}`],
]) {
  addEventListener(kind, (event) => unexpected.push(tell(event)));
}

export function test(name, run) {
  tests.push({ name, run });
}

/** Errors that the page has reported since the last call. */
export function takeErrors() {
  return unexpected.splice(0);
}

export function equal(actual, expected, message = "") {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== should) {
    throw new Error(`${message} is ${is}, should be ${should}`);
  }
}

/** Everything that was planned for a moment later has happened. */
export const settled = () => new Promise((resolve) => setTimeout(resolve));

/** The next frame and what observers make of it, until this is so. */
export async function until(isSo, what = String(isSo)) {
  const deadline = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > deadline) {
      throw new Error(`not within 10 s: ${what}`);
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

export async function runTests() {
  const results = [];
  for (const { name, run } of tests) {
    results.push({ name, error: await outcome(run) });
  }
  await fetch("/results", { method: "POST", body: JSON.stringify(results) });
}

async function outcome(run) {
  try {
    await run();
    await settled();
    equal(takeErrors(), [], "what the page reported");
    return null;
  } catch (error) {
    takeErrors();
    return String(error.stack);
  }
}
