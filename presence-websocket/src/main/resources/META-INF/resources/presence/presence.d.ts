/** What is shown of a user. The server knows the first three; `unknown` is for when nobody can say. */
export type PresenceStatus = "active" | "away" | "offline" | "unknown";

export interface Presence {
  readonly userId: string;
  readonly status: PresenceStatus;
  /** Since when, in epoch milliseconds; absent where that is not known. */
  readonly since?: number;
}

export interface PresenceEvent {
  /** Who is shown differently now. */
  readonly changes: readonly Presence[];
  /** True when also those not in `changes` may be: ask again for everybody. */
  readonly everyone: boolean;
}

export interface PresenceConnection {
  /** `connecting` until the first snapshot, `lost` while it tries again, `closed` when it does not. */
  readonly state: "connecting" | "open" | "lost" | "closed";
  readonly reason:
    | null
    | "link_lost"
    | "server_stopping"
    | "overloaded"
    | "too_slow"
    | "too_many_connections"
    | "rate_limited"
    | "no_answer"
    | "not_connected"
    | "suspended"
    | "not_authenticated"
    | "not_allowed"
    | "left"
    | "closed";
  /** The close code, where there was one. */
  readonly code: number | null;
}

export type PresenceMap = Readonly<Record<string, PresenceStatus | undefined>>;
export type AwayWhen = "blurred" | "hidden" | "never";
type Token = string | null | undefined;

// Not a string, which would be a list of its letters.
type UserIds = Iterable<string> & object;

export interface ActivityOptions {
  /** What makes this page away: default `blurred`, which includes hidden. */
  awayWhen?: AwayWhen;
  /** Milliseconds after which it does: default 1000. Back to active is immediate. */
  awayAfter?: number;
  /** Milliseconds without input that make it away, or null (default) for never. */
  idleAfter?: number | null;
}

export interface PresenceClientOptions extends ActivityOptions {
  workspace: string;
  /** Where the server's endpoint is: `/presence` by default; a path, or an address with http(s) or ws(s). */
  src?: string;
  /** Goes as `?token=`; a function is asked at each connect. */
  token?: Token | (() => Token | PromiseLike<Token>);
  /** Statuses that the server rendered into the page, shown until the first snapshot. */
  initial?: Readonly<Record<string, PresenceStatus>>;
  /** Told of listeners that throw, refused requests nobody waits for, and tokens that could not be had. */
  onError?: (error: unknown) => void;
  /** The socket: `browserConnect` by default. */
  connect?: PresencePort;
  /** The page whose activity counts: this window's by default; null for none, and then always active. */
  page?: PresencePage | null;
  /** Time and chance, for tests. */
  runtime?: PresenceRuntime;
  /** What `src` is relative to: the page's address by default. */
  base?: string;
}

/** One connection of this page to one workspace. It connects when it is made; `close` or `leave` ends it. */
export class PresenceClient {
  constructor(options: PresenceClientOptions);
  readonly workspace: string;
  /** The viewer's own id; null before the first snapshot. */
  readonly userId: string | null;
  /** A new frozen object at each change. */
  readonly connection: PresenceConnection;
  /** Who is online, by id: a new frozen object at each change, without a prototype. Of others ask `getPresence`. */
  readonly presenceMap: PresenceMap;
  /** Nothing has come yet, and it is early: what the server rendered into the page should stay on show. */
  readonly starting: boolean;
  /** Whether this page counts as active. */
  readonly active: boolean;
  readonly getPresence: (userId: string) => PresenceStatus;
  /** When the user's status began, in epoch milliseconds; undefined where that is not known. */
  getSince(userId: string): number | undefined;
  /** Calls the listener after each change of what is shown; returns its release. */
  readonly subscribe: (listener: (event: PresenceEvent) => void) => () => void;
  /** Calls the listener after each change of the connection; returns its release. */
  readonly subscribeConnection: (listener: (connection: PresenceConnection) => void) => () => void;
  /** By hand, for the user: holds over all tabs and reconnects. Without a link it is said when there is one. */
  setAway(): void;
  /** Back to automatic. */
  setActive(): void;
  /** The presence of these users (1,000 at most), watched or not. Rejects with a `PresenceError`. */
  get(userIds: UserIds): Promise<readonly Presence[]>;
  /** From now on only these users (1,000 at most), or everybody (null); whoever is not watched is unknown. */
  watch(userIds: UserIds | null): Promise<readonly Presence[]>;
  /** Offline now, as far as this page goes: for signing out. */
  leave(): void;
  /** Ends the connection in good order, which for the server is a leave too. */
  close(): void;
  /** Connects now: at the user's wish, or after the client was closed. */
  reconnect(): void;
}

/** Why a request was refused. */
export class PresenceError extends Error {
  constructor(code: string, message: string);
  readonly code:
    | "bad_json"
    | "bad_type"
    | "bad_field"
    | "too_large"
    | "rate_limited"
    | "unavailable"
    | "timeout"
    | "closed"
    | "busy"
    | "superseded"
    | (string & {});
}

/** Opens a socket. Handlers are called after it has returned; what it returns need not tell of an end by `close`. */
export type PresencePort = (url: string, handlers: PresenceSocketHandlers) => PresenceSocket;

export interface PresenceSocketHandlers {
  message(text: string): void;
  close(code: number, reason?: string): void;
}

export interface PresenceSocket {
  send(text: string): void;
  close(code: number, reason?: string): void;
}

export interface PresenceRuntime {
  now(): number;
  setTimeout(action: () => void, delay: number): unknown;
  clearTimeout(handle: any): void;
  /** 0 to 1. */
  random(): number;
}

/** `suspend` and `restore`: put into the back-forward cache, and back from it. */
export type PageSignal =
  | "visibilitychange"
  | "focus"
  | "blur"
  | "freeze"
  | "resume"
  | "pagehide"
  | "pageshow"
  | "suspend"
  | "restore"
  | "online"
  | "offline"
  | "input";

export interface PresencePage {
  visible(): boolean;
  focused(): boolean;
  /** Whether an iframe has the focus, or had it last. */
  inFrame(): boolean;
  listen(tell: (signal: PageSignal) => void, options: { input: boolean }): () => void;
}

/** The page of a window as the client needs it; give it another window (`window.top`) to follow that one. */
export function browserPage(view?: Window): PresencePage;
export const browserConnect: PresencePort;

/** Is the person here? */
export function isActive(
  page: { visible: boolean; focused: boolean; idleFor: number },
  options: { awayWhen: AwayWhen; idleAfter: number | null },
): boolean;

/** What is known of a workspace; opaque but for these. */
export interface PresenceState {
  readonly statuses: PresenceMap;
  readonly since: Readonly<Record<string, number | undefined>>;
  readonly epoch: string | null;
  readonly version: number;
  readonly userId: string | null;
  readonly stale: boolean;
}

interface WirePresence {
  userId: string;
  status: string;
  since?: number;
}

export interface SnapshotFrame {
  type: "presence:snapshot";
  workspaceId?: string;
  userId?: string;
  epoch: string;
  version: number;
  members: readonly WirePresence[];
  partial?: boolean;
  stale?: boolean;
  ref?: number;
}

export interface UpdateFrame {
  type: "presence:update";
  version: number;
  changes: readonly WirePresence[];
}

export function startState(initial?: Readonly<Record<string, PresenceStatus>>): PresenceState;
export function reopened(state: PresenceState): PresenceState;
export function applySnapshot(state: PresenceState, frame: SnapshotFrame): PresenceState;
export function applyUpdate(state: PresenceState, frame: UpdateFrame): PresenceState;
export function applyStale(state: PresenceState, frame: { stale: boolean }): PresenceState;
export function statusOf(state: PresenceState, userId: string): PresenceStatus;
export function differences(before: PresenceState, after: PresenceState): PresenceEvent;

export function socketUrl(parts: {
  src: string;
  base?: string;
  workspace: string;
  token?: Token;
  active: boolean;
}): string;
export function retryDelay(parts: {
  attempt: number;
  slow: boolean;
  random: number;
  refused?: boolean;
}): number;
export function verdictOf(code: number): { reason: PresenceConnection["reason"]; again: boolean; slow: boolean };
