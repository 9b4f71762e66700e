// Runs a module of ./browser in a real browser, on a page whose policy allows nothing but files of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDERS = {
  "/presence/": new URL("../../main/resources/META-INF/resources/presence/", import.meta.url),
  "/browser/": new URL("browser/", import.meta.url),
};
const TYPES = { js: "text/javascript", css: "text/css", html: "text/html; charset=utf-8" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'";
const PATIENCE = 60_000;
const QUIET = ["background-networking", "component-update", "sync", "gpu", "quic", "dev-shm-usage"];

/**
 * The results that `/browser/NAME.html` posts: `[{name, error}]`, error null where it is as it should be. `more` are further
 * folders, by the path that they have in the browser.
 */
export async function runInChromium(name, more = {}) {
  const site = createServer();
  const folders = { ...FOLDERS, ...more };
  const results = new Promise((resolve) => site.on("request", (request, response) => serve(folders, request, response, resolve)));
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  const profile = await mkdtemp(join(tmpdir(), "presence-chromium-"));
  const browser = open(`http://127.0.0.1:${site.address().port}/browser/${name}.html`, profile);
  const gone = once(browser, "exit");
  try {
    return await Promise.race([results, failure(gone, browser), deadline()]);
  } finally {
    browser.kill();
    await gone;
    site.closeAllConnections?.();
    site.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function open(address, profile) {
  const flags = QUIET.map((what) => `--disable-${what}`);
  const more = ["--headless", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
  const browser = spawn("chromium", [...more, ...flags, address], { stdio: ["ignore", "ignore", "pipe"] });
  browser.said = "";
  browser.stderr.on("data", (text) => (browser.said += text));
  return browser;
}

async function failure(gone, browser) {
  await gone;
  throw new Error(`chromium ended before the page had told its results: ${browser.said}`);
}

function deadline() {
  return new Promise((resolve, reject) => {
    const message = `no results within ${PATIENCE} ms`;
    setTimeout(() => reject(new Error(message)), PATIENCE).unref();
  });
}

async function serve(folders, request, response, resolve) {
  if (request.method === "POST") {
    let body = "";
    for await (const part of request) {
      body += part;
    }
    response.writeHead(204).end();
    return resolve(JSON.parse(body));
  }
  const [, folder, file] = /^(\/[\w-]+\/)([\w.-]+)$/.exec(request.url) ?? [];
  try {
    const content = await readFile(new URL(file, folders[folder]));
    const type = TYPES[file.split(".").pop()];
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
