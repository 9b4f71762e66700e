import "/presence-client/presence-elements.js";
import { login, people } from "./api.js";
import { el, setText } from "./dom.js";
import { Narrator } from "./narrator.js";
import { Pane } from "./pane.js";
import { refusal } from "./refusal.js";
import { Seen } from "./seen.js";

const WORKSPACE = "acme";
const PAIR = ["ada", "bob"];
const KEPT_LINES = 4;

const app = document.getElementById("app");

try {
  const [sessions, { graceMillis, people: cast }] = await Promise.all([Promise.all(PAIR.map(login)), people()]);
  show(sessions, graceMillis, new Map(cast.map((person) => [person.userId, person])));
} catch (error) {
  app.replaceChildren(refusal(error, WORKSPACE));
}

function show(sessions, graceMillis, cast) {
  const names = new Map(PAIR.map((userId) => [userId, cast.get(userId).name.split(" ")[0]]));
  const log = el("ol.log");
  const wires = new Map(PAIR.map((userId) => [userId, wire(names, userId)]));
  const narrator = new Narrator({ names, graceMillis, say: (line) => say(log, wires, line) });
  const panes = new Map();
  const seen = new Seen({ narrator, names });
  PAIR.forEach((userId, index) => {
    const otherId = PAIR[1 - index];
    panes.set(
      userId,
      new Pane({
        workspaceId: WORKSPACE,
        session: sessions[index],
        person: cast.get(userId),
        other: cast.get(otherId),
        members: [...cast.values()],
        did: (kind, more) => seen.did(userId, kind, more, panes.get(otherId)?.sees === false ? `${names.get(otherId)} cannot see it now.` : null),
        saw: (status, dnd) => seen.saw(otherId, status, dnd),
      }),
    );
  });
  app.replaceChildren(
    el(
      "main.duo",
      {},
      head(),
      panes.get(PAIR[0]).element,
      el("div.between", { "aria-label": "From a click on one side to the dot on the other" }, ...[...wires.values()].map((it) => it.element)),
      panes.get(PAIR[1]).element,
      el("section.told", { role: "log", "aria-label": "What happened" }, log),
    ),
  );
}

function head() {
  return el(
    "header.duo-head",
    {},
    el("h1", {}, "Two people, one window"),
    el("p", {}, "Each side has its own connections, as on two computers. The buttons do to them what they say, for real."),
    el("a.button.button-quiet", { href: "/" }, "All people"),
  );
}

function wire(names, userId) {
  const time = el("output.wire-time", { "data-latency": userId }, "–");
  const [from, to] = [names.get(userId), names.get(PAIR.find((it) => it !== userId))];
  const note = el("span.wire-note", {}, "click to dot");
  return { time, note, element: el("div.wire", { "data-wire": userId }, el("span.wire-way", {}, `${from} → ${to}`), time, note) };
}

function say(log, wires, { id, text, time, done, userId, note }) {
  let line = log.querySelector(`[data-line="${id}"]`);
  if (line === null) {
    line = el("li.told-line", { "data-line": id }, el("span.told-text"), el("span.told-time"));
    log.prepend(line);
  }
  setText(line.firstChild, text);
  line.dataset.done = done;
  if (time !== null) {
    setText(line.lastChild, inWords(time));
    const { element, time: output, note: under } = wires.get(userId);
    output.dataset.ms = Math.round(time);
    setText(output, inWords(time));
    setText(under, note);
    element.animate([{ opacity: 0.3 }, { opacity: 1 }], 300);
  }
  [...log.children].slice(KEPT_LINES).forEach((it) => it.remove());
}

const inWords = (millis) => (millis < 1_000 ? `${Math.max(1, Math.round(millis))} ms` : `${(millis / 1_000).toFixed(2)} s`);
