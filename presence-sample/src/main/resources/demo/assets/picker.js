import { people } from "./api.js";
import { avatar } from "./avatar.js";
import { el } from "./dom.js";

const list = document.getElementById("people");
const { people: cast } = await people();
list.replaceChildren(
  ...cast.map((person) =>
    el(
      "li",
      {},
      el(
        "a.person",
        { href: `/workspaces/acme?as=${encodeURIComponent(person.userId)}`, "data-person": person.userId },
        avatar(person, "large"),
        el("span.person-name", {}, person.name),
        el("span.person-title", {}, person.bot ? "comes and goes by itself" : person.title),
      ),
    ),
  ),
);
