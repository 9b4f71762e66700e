import { svg } from "./dom.js";

const PATHS = {
  hash: "M6.5 3 5 17M13 3l-1.5 14M3.5 7.500h13M3 12.500h13",
  chats: "M4 5.500A1.5 1.5 0 0 1 5.5 4h9A1.5 1.5 0 0 1 16 5.500v6a1.5 1.5 0 0 1-1.5 1.500H9l-3.5 3v-3A1.5 1.5 0 0 1 4 11.500z",
  people: "M7.5 9.500a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.400zM2.5 16c0-3 2-4.5 5-4.500s5 1.5 5 4.500M13 4.500a2.5 2.5 0 0 1 0 4.800M14.5 11.800c2 .5 3 2 3 4.2",
  send: "m4 4 13 6-13 6 2.2-6zM6.2 10H11",
  up: "m6 12 4-4 4 4",
  plus: "M10 4.500v11M4.5 10h11",
  close: "m6 6 8 8M14 6l-8 8",
  hide: "M3 3l14 14M8.2 5.100C8.8 5 9.4 5 10 5c4 0 6.7 3.2 7.5 5-.3.8-1 1.9-2.1 2.900M12.5 14.600c-.8.3-1.6.4-2.5.4-4 0-6.7-3.2-7.5-5 .4-1 1.5-2.5 3.1-3.6",
  show: "M2.5 10C3.3 8.2 6 5 10 5s6.7 3.2 7.5 5c-.8 1.8-3.5 5-7.5 5s-6.7-3.2-7.5-5zM10 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600z",
  cut: "M8.5 11.5 6 14a2.8 2.8 0 0 1-4-4l2.5-2.500M11.5 8.5 14 6a2.8 2.8 0 0 1 4 4l-2.5 2.500M4 4l12 12",
  link: "M8.5 11.500l3-3M7.5 8.5 5 11a2.8 2.8 0 0 0 4 4l2.5-2.500M12.5 11.5 15 9a2.8 2.8 0 0 0-4-4L8.5 7.5",
  arrow: "M4 10h12M11.5 5.5 16 10l-4.5 4.5",
};

/** A small drawing in the colour of the text around it. */
export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round" }),
  );
}
