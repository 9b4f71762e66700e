import { ApiError } from "./api.js";
import { el } from "./dom.js";

const TITLES = { 401: "Who are you?", 403: "Not your workspace", 400: "Nobody of that name" };

/** What stands in place of a workspace that cannot be shown, and the way on. */
export function refusal(error, workspaceId) {
  if (!(error instanceof ApiError)) {
    reportError(error); // a fault of the page, for whoever develops it
  }
  const asks = error.status === 401 ? `Pick somebody to open “${workspaceId}” as.` : error.message;
  return el(
    "section.refusal",
    { "data-refused": error.status ?? "error" },
    el("h1", {}, TITLES[error.status] ?? "The workspace does not open"),
    el("p", {}, asks),
    el("a.button", { href: "/" }, "Pick who you are"),
  );
}
