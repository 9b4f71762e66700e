// Nothing here runs: `tsc --noEmit` reads it, and fails when the declarations do not allow what a user writes.
import {
  applyCounts,
  applySnapshot,
  applyStale,
  applyUpdate,
  browserConnect,
  browserPage,
  differences,
  isActive,
  PresenceClient,
  PresenceError,
  reopened,
  retryDelay,
  socketUrl,
  startState,
  statusOf,
  verdictOf,
  type ActivityOptions,
  type AwayWhen,
  type ManualStatus,
  type ManualStatusOptions,
  type PresencePage,
  type PageSignal,
  type Presence,
  type PresenceClientOptions,
  type PresenceColumns,
  type PresenceConnection,
  type PresenceCounts,
  type PresenceEvent,
  type PresenceMap,
  type Note,
  type NoteOptions,
  type OnlinePage,
  type PresencePort,
  type PresenceRuntime,
  type PresenceSocket,
  type PresenceSocketHandlers,
  type PresenceState,
  type PresenceStatus,
  type SnapshotFrame,
  type UpdateFrame,
} from "../../main/resources/META-INF/resources/presence/presence.js";
import {
  PresenceCount,
  PresenceIndicator,
  PresenceNote,
  PresenceProvider,
  setPresenceLabels,
} from "../../main/resources/META-INF/resources/presence/presence-elements.js";

const port: PresencePort = (url: string, handlers: PresenceSocketHandlers): PresenceSocket => {
  const socket = browserConnect(url, { message: handlers.message, close: (code, reason) => handlers.close(code, reason) });
  return { send: (text: string) => socket.send(text), close: (code: number) => socket.close(code) };
};
const followed: PresencePage = { ...browserPage(window), visible: () => true, focused: () => true };
const stop: () => void = followed.listen((signal: PageSignal) => signal === "suspend", { input: true });
const runtime: PresenceRuntime = {
  now: () => 0,
  random: () => 0.5,
  setTimeout: (action, delay) => setTimeout(action, delay),
  clearTimeout: (handle) => clearTimeout(handle),
};
const sometimes: ActivityOptions = { awayWhen: "never", idleAfter: 60_000 };
const options: PresenceClientOptions = { workspace: "acme", ...sometimes, runtime, base: "https://app.example", page: null };
const onServer = new PresenceClient(options);

const client = new PresenceClient({
  workspace: "acme",
  src: "wss://app.example/presence",
  token: async () => "secret",
  awayWhen: "hidden",
  awayAfter: 0,
  idleAfter: null,
  initial: { ada: "away" },
  watch: "none",
  since: true,
  connect: port,
  page: browserPage(window),
  onError: (error) => console.error(error),
});

const status: PresenceStatus = client.getPresence("ada");
const own: [workspace: string, userId: string | null] = [client.workspace, client.userId];
const here: boolean = client.active && !client.starting;
const map: PresenceMap = client.presenceMap;
const ada: PresenceStatus | undefined = map["ada"];
const since: number | undefined = client.getSince("ada");
const counts: PresenceCounts | null = client.partial ? client.counts : null;
const release: () => void = client.subscribe((event: PresenceEvent) => event.changes.map((change) => change.status));
client.subscribeConnection((connection: PresenceConnection) => connection.reason === "not_allowed");

// The shape that React's useSyncExternalStore asks for.
declare function useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, snapshot: () => T): T;
const shown: PresenceStatus = useSyncExternalStore(client.subscribe, () => client.getPresence("ada"));
const link: PresenceConnection = useSyncExternalStore(client.subscribeConnection, () => client.connection);

async function ask(): Promise<void> {
  const presences: readonly Presence[] = await client.get(new Set(["ada"]));
  const page: OnlinePage = await client.list({ limit: 100 });
  await client.list({ after: page.next });
  await client.list();
  await client.watch(presences.map((presence) => presence.userId));
  await client.watch(null).catch((error: unknown) => error instanceof PresenceError && error.code === "timeout");
}

const unfollow: () => void = client.follow(["ada"]);
client.setAway();
client.setActive();
const manual: ManualStatus = "dnd";
const pause: ManualStatusOptions = { status: manual, until: new Date(2030, 0, 1) };
client.setStatus(pause);
client.setStatus({ status: "automatic" });
const lunch: NoteOptions = { text: "Lunch", emoji: "🍜", until: Date.now() + 3_600_000 };
client.setNote(lunch);
client.setNote(null);
const note: Note | undefined = client.getNote("ada");
client.setNote(note ?? null);
const quiet: boolean = client.getDoNotDisturb("ada") || client.invisible;
const ago: number = Date.now() - (client.getLastSeen("ada") ?? 0);
client.leave();
client.reconnect();
client.close();

const columns: PresenceColumns = { active: ["ada"], dnd: ["ada"], notes: { ada: { text: "x" } }, lastSeen: { bob: 60 }, since: { active: [1] } };
const snapshot: SnapshotFrame = { type: "presence:snapshot", version: 1, ...columns, counts: { online: 1, away: 0 } };
const update: UpdateFrame = {
  type: "presence:update",
  version: 2,
  away: ["ada"],
};
const first: PresenceState = applySnapshot(reopened(startState({ ada: "away" })), snapshot);
const state = applyCounts(applyStale(applyUpdate(first, update), { stale: true }), { online: 2, away: 1 });
const seen: PresenceStatus = statusOf(state, "ada");
const changed: readonly Presence[] = differences(first, state).changes;

const when: AwayWhen = "hidden";
const active: boolean = isActive({ visible: true, focused: false, idleFor: 0 }, { awayWhen: when, idleAfter: null });
const address: string = socketUrl({ src: "/presence", base: location.href, workspace: "acme", active });
const delay: number = verdictOf(1013).again ? retryDelay({ attempt: 0, slow: true, random: Math.random() }) : 0;

// @ts-expect-error a workspace is needed
new PresenceClient({ src: "/presence" });
// @ts-expect-error not one of the three
new PresenceClient({ workspace: "acme", awayWhen: "sometimes" });
// @ts-expect-error visible is for the provider, which knows what is on screen
new PresenceClient({ workspace: "acme", watch: "visible" });
// @ts-expect-error a list of ids, not one
client.follow("ada");
// @ts-expect-error a manual status is one of four
client.setStatus({ status: "busy" });
// @ts-expect-error a note is changed by setting another one
note!.text = "x";
// @ts-expect-error the map is not to be written
map["ada"] = "away";
// @ts-expect-error a status is one of four
const wrong: PresenceStatus = "busy";
// @ts-expect-error times are milliseconds
new PresenceClient({ workspace: "acme", awayAfter: "1s" });
// @ts-expect-error a list of ids, not one: its letters would be taken for ids
client.get("ada");
// @ts-expect-error a list of ids, or null for everybody
client.watch("ada");
// @ts-expect-error the client changes these
client.userId = "ada";
// @ts-expect-error listeners are functions
client.subscribe("changed");
// @ts-expect-error there is no such state
client.connection.state === "offline";
// @ts-expect-error a state is a value
state.version = 3;

const provider: PresenceProvider = document.createElement("presence-provider");
provider.workspace = "acme";
provider.src = null;
provider.client = client;
provider.watch = "visible";
provider.token = () => "secret";
provider.addEventListener("presence-connection", (event) => event.detail?.state === "open");
provider.addEventListener("presence-change", (event) => event.detail.changes.length);
const indicator: PresenceIndicator = document.createElement("presence-indicator");
indicator.userId = "ada";
indicator.refresh();
indicator.size = "lg";
indicator.status = "away";
const count: PresenceCount = document.createElement("presence-count");
count.status = "away";
count.refresh();
indicator.dnd = true;
const message: PresenceNote = document.createElement("presence-note");
message.userId = "ada";
message.refresh();
setPresenceLabels({ away: "Abwesend", dnd: "Nicht stören", until: "bis" });
// @ts-expect-error a status is one of four
setPresenceLabels({ busy: "Besetzt" });
// @ts-expect-error the same
indicator.status = "busy";
// @ts-expect-error the dot of a user is either on screen or not
provider.watch = "sometimes";
// @ts-expect-error sizes are three
indicator.size = "xl";

export { active, ada, address, ago, ask, changed, counts, delay, here, link, onServer, own, quiet, release, seen, shown, since, status, stop, unfollow, wrong };
