import "/presence-client/presence-elements.js";
import { people } from "./api.js";
import { avatar } from "./avatar.js";
import { el } from "./dom.js";

const HERO = ["active", "active", "away", "offline", "active", "away"];

const { people: cast, numberOfMembers } = await people();
document.getElementById("people").replaceChildren(...cast.map((person) => el("li", {}, card(person))));

document.getElementById("faces").replaceChildren(...cast.slice(0, HERO.length).map((person, index) => heroFace(person, index)));

const numbered = numberOfMembers - cast.length;
if (numbered > 0) {
  const form = document.getElementById("numbered");
  form.action = "/workspaces/acme"; // a GET: the field makes it ?as=…
  form.elements.as.placeholder = numbered === 1 ? "u1" : `u1 to u${numbered}`;
  form.hidden = false;
}

function heroFace(person, index) {
  return el("span.presence-avatar.hero-face", {}, avatar(person, "large"), el("presence-indicator", { status: HERO[index], size: "lg" }));
}

function card(person) {
  return el(
    "a.person",
    { href: `/workspaces/acme?as=${encodeURIComponent(person.userId)}`, "data-person": person.userId },
    avatar(person, "large"),
    el("span.person-text", {}, el("span.person-name", {}, person.name, person.bot ? el("span.tag.tag-bot", {}, "bot") : null), el("span.person-title", {}, person.title)),
  );
}
