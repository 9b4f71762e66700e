/** How the people of the cast are drawn. */
const LOOKS = {
  ada: { background: "#fbcfe8", skin: "#f1c7a5", hair: "#3b2314", cut: "bob", shirt: "#7c3aed", glasses: true },
  bob: { background: "#bae6fd", skin: "#f4d0b5", hair: "#d9a441", cut: "wave", shirt: "#0f766e", beard: true },
  carol: { background: "#fde68a", skin: "#7a4a2b", hair: "#1c1210", cut: "afro", shirt: "#be123c" },
  mallory: { background: "#475569", skin: "#e3b592", hair: "#111827", cut: "hood", shirt: "#111827", glasses: true },
  dan: { background: "#c7d2fe", skin: "#e8b996", hair: "#5b3a21", cut: "short", shirt: "#1d4ed8" },
  eve: { background: "#bbf7d0", skin: "#f2cfa9", hair: "#18181b", cut: "long", shirt: "#b45309" },
  finn: { background: "#fed7aa", skin: "#f6d5c0", hair: "#c2571a", cut: "short", shirt: "#166534", beard: true },
  grace: { background: "#ddd6fe", skin: "#5f3820", hair: "#120c0a", cut: "bun", shirt: "#0891b2" },
  hana: { background: "#fecdd3", skin: "#f3cdb0", hair: "#8a5a2b", cut: "long", shirt: "#334155", glasses: true },
  ivan: { background: "#a7f3d0", skin: "#c98f63", hair: "#1f1512", cut: "crop", shirt: "#9333ea", beard: true },
  jude: { background: "#e2e8f0", skin: "#8d5a36", hair: "#2a1a12", cut: "bald", shirt: "#ca8a04", beard: true },
  kira: { background: "#f5d0fe", skin: "#f5d3bd", hair: "#b91c1c", cut: "bob", shirt: "#1e3a8a" },
  leo: { background: "#fef08a", skin: "#d9a273", hair: "#374151", cut: "crop", shirt: "#dc2626", glasses: true },
};

export function lookOf(userId) {
  return Object.hasOwn(LOOKS, userId) ? LOOKS[userId] : null;
}
