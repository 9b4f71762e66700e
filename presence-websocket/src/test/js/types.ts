// Nothing here runs: `tsc --noEmit` reads it, and fails when the declarations do not allow what a user writes.
import {
  applySnapshot,
  applyUpdate,
  browserPage,
  PresenceClient,
  PresenceError,
  startState,
  statusOf,
  type Presence,
  type PresenceConnection,
  type PresenceEvent,
  type PresenceMap,
  type PresencePort,
  type PresenceStatus,
} from "../../main/resources/META-INF/resources/presence/presence.js";
import { setPresenceLabels } from "../../main/resources/META-INF/resources/presence/presence-elements.js";

const port: PresencePort = (url, handlers) => {
  handlers.message(url);
  return { send: (text: string) => void text, close: (code: number) => void code };
};

const client = new PresenceClient({
  workspace: "acme",
  src: "wss://app.example/presence",
  token: async () => "secret",
  awayWhen: "hidden",
  awayAfter: 0,
  idleAfter: null,
  initial: { ada: "away" },
  connect: port,
  page: browserPage(window),
  onError: (error) => console.error(error),
});

const status: PresenceStatus = client.getPresence("ada");
const map: PresenceMap = client.presenceMap;
const ada: PresenceStatus | undefined = map["ada"];
const since: number | undefined = client.getSince("ada");
const release: () => void = client.subscribe((event: PresenceEvent) => event.changes.map((change) => change.status));
client.subscribeConnection((connection: PresenceConnection) => connection.reason === "not_allowed");

// The shape that React's useSyncExternalStore asks for.
declare function useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, snapshot: () => T): T;
const shown: PresenceStatus = useSyncExternalStore(client.subscribe, () => client.getPresence("ada"));
const link: PresenceConnection = useSyncExternalStore(client.subscribeConnection, () => client.connection);

async function ask(): Promise<void> {
  const presences: readonly Presence[] = await client.get(new Set(["ada"]));
  await client.watch(presences.map((presence) => presence.userId));
  await client.watch(null).catch((error: unknown) => error instanceof PresenceError && error.code === "timeout");
}

const state = applyUpdate(
  applySnapshot(startState(), { type: "presence:snapshot", epoch: "e", version: 1, members: [] }),
  { type: "presence:update", version: 2, changes: [{ userId: "ada", status: "away", since: 1 }] },
);
statusOf(state, "ada");

// @ts-expect-error a workspace is needed
new PresenceClient({ src: "/presence" });
// @ts-expect-error not one of the three
new PresenceClient({ workspace: "acme", awayWhen: "sometimes" });
// @ts-expect-error the map is not to be written
map["ada"] = "away";
// @ts-expect-error a status is one of four
const wrong: PresenceStatus = "busy";

const provider = document.createElement("presence-provider");
provider.client = client;
provider.token = () => "secret";
provider.addEventListener("presence-connection", (event) => event.detail?.state === "open");
const indicator = document.createElement("presence-indicator");
indicator.userId = "ada";
indicator.size = "lg";
indicator.status = "away";
setPresenceLabels({ away: "Abwesend" });
// @ts-expect-error sizes are three
indicator.size = "xl";

export { ada, ask, link, release, shown, since, status, wrong };
