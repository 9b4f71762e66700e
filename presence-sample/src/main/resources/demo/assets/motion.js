const CALM = { duration: 320, easing: "cubic-bezier(.2, .7, .2, 1)" };
const MOST = 120; // of more rows than a screen holds nobody sees the way

/** Runs `change` and lets what stands elsewhere afterwards glide there; what moves between groups fades as well. */
export function moveCalmly(root, moving, change) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
  if (moving.length === 0 || still || !root.isConnected) {
    change();
    return;
  }
  const before = placesOf(root);
  change();
  placesOf(root).forEach((top, row) => {
    const way = (before.get(row) ?? top) - top;
    if (moving.includes(row)) {
      row.animate([{ opacity: 0, transform: `translateY(${Math.sign(way) * 12}px)` }, { opacity: 1, transform: "none" }], CALM);
    } else if (way !== 0) {
      row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], CALM);
    }
  });
}

function placesOf(root) {
  const places = new Map();
  for (const row of root.querySelectorAll("li, .group-title")) {
    if (places.size === MOST) {
      break;
    }
    places.set(row, row.getBoundingClientRect().top);
  }
  return places;
}
