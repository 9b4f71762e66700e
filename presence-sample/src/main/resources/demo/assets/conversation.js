import { avatar, avatarWithDot } from "./avatar.js";
import { el, setText } from "./dom.js";
import { icon } from "./icons.js";
import { linesOf } from "./talk.js";
import { onlineIn, onlineOf, phraseOf, plural } from "./words.js";

const REPAINT = 30_000;

/** The middle of the page: fixed talk under a live head that says who of these people is there. */
export class Conversation {
  #client;
  #people;
  #viewer;
  #refresh = () => {};
  #head = el("header.talk-head");
  #list = el("ol.lines");
  #input = el("textarea.composer-input", { rows: 1, name: "message" });
  element;

  constructor({ client, people, viewer }) {
    this.#client = client;
    this.#people = people;
    this.#viewer = viewer;
    const form = el(
      "form.composer",
      { onsubmit: (event) => this.#send(event) },
      this.#input,
      el("button.composer-send", { type: "submit", "aria-label": "Send" }, icon("send")),
    );
    this.#input.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && this.#send(event));
    const note = el("p.composer-note", {}, "Messages stay in this tab. Only presence is live.");
    this.element = el("div.talk", {}, this.#head, el("div.talk-scroll", { tabindex: 0, role: "region", "aria-label": "Messages" }, this.#list), form, note);
    client.subscribe(() => this.#refresh());
    setInterval(() => this.#refresh(), REPAINT);
  }

  /** A channel of the workspace. */
  openChannel(channel) {
    const status = el("span.talk-status");
    const mark = () => el("span.talk-hash", {}, icon("hash"));
    this.#fill([mark(), title(channel.name, channel.topic), status], `#${channel.name}`, channel.lines);
    this.#begin(mark(), channel.name, "This is where the channel begins.");
    this.#live(() => {
      const { online, text } = onlineIn(this.#client, "here now");
      status.dataset.onlineCount = online ?? "";
      setText(status, text);
    });
  }

  /** A conversation of the viewer with one or more others. */
  openDm(dm) {
    const lines = linesOf(dm, this.#viewer.userId);
    if (dm.type === "direct") {
      this.#openDirect(dm, lines);
    } else {
      this.#openGroup(dm, lines);
    }
  }

  #openDirect(dm, lines) {
    const person = this.#people.get(dm.userId);
    const status = el("span");
    const words = title(person.name, status, el("presence-note.talk-note", { "user-id": dm.userId }));
    this.#fill([avatarWithDot(person, { dot: "lg" }), words], person.name, lines);
    this.#begin(avatar(person, "large"), person.name, "Only the two of you read this.");
    this.#live(() => setText(status, phraseOf(this.#client, dm.userId)));
  }

  #openGroup(dm, lines) {
    const others = dm.members.filter((userId) => userId !== this.#viewer.userId).map((userId) => this.#people.get(userId));
    const faces = el("span.talk-faces", {}, ...others.slice(0, 8).map((person) => avatarWithDot(person, { size: "small", dot: "sm" })));
    const words = title(dm.name, "");
    this.#fill([words, faces], dm.name, lines);
    this.#begin(el("span.begin-faces", {}, ...others.slice(0, 4).map((person) => avatar(person))), dm.name, names(others));
    const ids = others.map(({ userId }) => userId);
    this.#live(() => setText(words.lastChild, `You and ${plural(others.length, "other", "others")}: ${this.#count(ids, "online").toLowerCase()}`));
  }

  #count(userIds, words) {
    return onlineOf(userIds.map((userId) => this.#client.getPresence(userId)), words).text;
  }

  #live(refresh) {
    this.#refresh = refresh;
    refresh();
  }

  #fill(head, name, lines) {
    this.#head.replaceChildren(...head);
    this.#list.replaceChildren(el("li.day", {}, el("span", {}, "Today")));
    this.#input.placeholder = `Message ${name}`;
    this.#input.setAttribute("aria-label", `Message ${name}`);
    lines.filter(([userId]) => this.#people.has(userId)).forEach(([userId, time, text]) => this.#add(this.#people.get(userId), time, text));
    this.#list.parentNode.scrollTop = 0; // the end: the list grows upwards
  }

  #begin(mark, name, note) {
    this.#list.prepend(el("li.begin", {}, mark, el("h3", {}, name), el("p", {}, note)));
  }

  #add(person, time, text) {
    const goesOn = this.#list.lastChild.dataset.author === person.userId;
    const words = el("p.line-text", {}, text);
    this.#list.append(
      goesOn
        ? el("li.line.line-more", { "data-author": person.userId }, words)
        : el(
            "li.line",
            { "data-author": person.userId },
            avatar(person),
            el("div.line-body", {}, el("p.line-head", {}, el("span.line-author", {}, person.name), el("span.line-time", {}, time)), words),
          ),
    );
  }

  #send(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text !== "") {
      const time = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit", hour12: false });
      this.#add(this.#viewer, time, text);
      this.#input.value = "";
      this.#list.lastChild.scrollIntoView({ block: "end" });
    }
  }
}

function names(people) {
  const few = people.slice(0, 4).map(({ name }) => name.split(" ")[0]);
  return `You, ${few.join(", ")}${people.length > few.length ? ` and ${people.length - few.length} more` : ""}.`;
}

function title(name, ...more) {
  return el("div.talk-title", {}, el("h2", {}, name), el("p", {}, ...more));
}
