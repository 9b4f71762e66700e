import assert from "node:assert/strict";
import { test } from "node:test";
import { online, start } from "./fakes.js";
import { isActive } from "../../main/resources/META-INF/resources/presence/presence.js";

const said = (network) => network.last.take("activity").map((frame) => frame.active);

test("activity over every combination", () => {
  const all = [true, false];
  const expected = {
    blurred: ({ visible, focused, idle }) => visible && focused && !idle,
    hidden: ({ visible, idle }) => visible && !idle,
    never: ({ idle }) => !idle,
  };
  for (const awayWhen of Object.keys(expected)) {
    for (const visible of all) {
      for (const focused of all) {
        for (const [idleAfter, idleFor, idle] of [[null, 9e9, false], [60, 59, false], [60, 60, true], [60, 61, true]]) {
          const active = isActive({ visible, focused, idleFor }, { awayWhen, idleAfter });
          assert.equal(active, expected[awayWhen]({ visible, focused, idle }), JSON.stringify({ awayWhen, visible, focused, idle }));
        }
      }
    }
  }
});

test("hidden or blurred: away after 1 s; back: active at once", () => {
  for (const [go, back] of [["hide", "show"], ["blur", "focus"]]) {
    const { network, page, runtime, client } = online();
    page[go]();
    runtime.advance(999);
    assert.deepEqual(said(network), []);
    runtime.advance(1);
    assert.deepEqual(said(network), [false]);
    assert.equal(client.active, false);
    page[back]();
    assert.deepEqual(said(network), [true]);
  }
});

test("who is back within a second was never away", () => {
  const { network, page, runtime } = online();
  page.hide();
  runtime.advance(900);
  page.show();
  page.blur();
  runtime.advance(900);
  page.focus();
  runtime.advance(60_000);
  assert.deepEqual(said(network), []);
});

test("awayWhen hidden does not mind the focus, never minds nothing", () => {
  const hidden = online({}, { awayWhen: "hidden" });
  hidden.page.blur();
  hidden.runtime.advance(5_000);
  assert.deepEqual(said(hidden.network), []);
  hidden.page.hide();
  hidden.runtime.advance(1_000);
  assert.deepEqual(said(hidden.network), [false]);
  const never = online({}, { awayWhen: "never" });
  never.page.blur();
  never.page.hide();
  never.runtime.advance(60_000);
  assert.deepEqual(said(never.network), []);
});

test("awayAfter is an option", () => {
  const { network, page, runtime } = online({}, { awayAfter: 0 });
  page.hide();
  runtime.advance(0);
  assert.deepEqual(said(network), [false]);
});

test("idle: away after no input, active at the first; a pointer that moves costs no timer", () => {
  const { network, page, runtime } = online({}, { idleAfter: 10_000 });
  runtime.advance(8_000);
  const timers = runtime.pending;
  for (let i = 0; i < 100; i++) {
    page.see("input");
  }
  assert.equal(runtime.pending, timers);
  runtime.advance(9_999);
  assert.deepEqual(said(network), []);
  runtime.advance(1_001);
  assert.deepEqual(said(network), [false]);
  page.see("input");
  assert.deepEqual(said(network), [true]);
  runtime.advance(12_000);
  page.see("online");
  assert.deepEqual(said(network), [false], "a network that returns is not a person");
});

test("a hidden page that comes back is not idle, however long it was hidden", () => {
  const { network, page, runtime } = online({}, { idleAfter: 60_000 });
  page.hide();
  runtime.advance(3_600_000);
  page.show();
  assert.deepEqual(said(network), [false, true]);
});

test("focus in an iframe is focus; that it went elsewhere is seen without an event", () => {
  const { network, page, runtime } = online();
  page.see("blur", { inFrame: true });
  runtime.advance(10_000);
  assert.deepEqual(said(network), []);
  page.state = { ...page.state, focused: false };
  runtime.advance(1_500);
  assert.deepEqual(said(network), [false]);
  page.state = { ...page.state, focused: true };
  runtime.advance(500);
  assert.deepEqual(said(network), [true]);
});

test("a page about to be frozen says away at once, because no timer will", () => {
  const { network, page } = online();
  page.hide();
  page.see("freeze");
  assert.deepEqual(said(network), [false]);
  page.see("resume");
  assert.deepEqual(said(network), []);
  page.show();
  assert.deepEqual(said(network), [true]);
});

test("a reload does not show as away", () => {
  const { network, page, runtime } = online();
  page.see("pagehide");
  page.hide();
  page.see("freeze");
  runtime.advance(5_000);
  assert.deepEqual(said(network), []);
});

test("back from the back-forward cache the activity counts again", () => {
  const { network, page, runtime } = online();
  page.see("suspend");
  page.hide();
  page.see("freeze");
  page.see("restore", { visible: true });
  assert.equal(network.last.url.searchParams.get("active"), null);
  network.last.snapshot({});
  page.hide();
  runtime.advance(1_000);
  assert.deepEqual(said(network), [false]);
});

test("a connection states its activity when it connects", () => {
  const { network, page, runtime } = online();
  assert.equal(network.last.url.searchParams.get("active"), null);
  page.hide();
  runtime.advance(1_000);
  network.last.drop();
  runtime.advance(1_000);
  assert.equal(network.last.url.searchParams.get("active"), "false");
  network.last.snapshot({});
  assert.deepEqual(said(network), [], "it was said in the address");
});

test("what changes before the snapshot is said after it", () => {
  const { network, page, runtime } = start();
  page.hide();
  runtime.advance(1_000);
  assert.deepEqual(network.last.sent, []);
  network.last.snapshot({});
  assert.deepEqual(said(network), [false]);
});

test("a page that begins hidden begins away, without a page it is always active", () => {
  const { page } = start();
  page.hide();
  const hidden = start({ page });
  assert.equal(hidden.network.last.url.searchParams.get("active"), "false");
  assert.equal(start({ page: null }).network.last.url.searchParams.get("active"), null);
});
