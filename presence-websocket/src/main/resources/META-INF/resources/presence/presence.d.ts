/** What is shown of a user. `unknown`: the status cannot be known. */
export type PresenceStatus = "active" | "away" | "offline" | "unknown";

export interface Presence {
  readonly userId: string;
  readonly status: PresenceStatus;
  /** When the status began, in epoch milliseconds; absent where it is not known, and without the option `since`. */
  readonly since?: number;
  /** The user is online and asks not to be disturbed. Absent otherwise. */
  readonly dnd?: true;
  /** Others see this user, who is the viewer, as offline. Absent otherwise. */
  readonly invisible?: true;
  /** The user's note; absent where there is none. Users who are offline may have one. */
  readonly note?: Note;
  /** When a user who is offline was last online, in epoch milliseconds; absent where it is not known. */
  readonly lastSeen?: number;
  /** What the user's connections state of themselves; absent where there is nothing, and without the option `data`. */
  readonly data?: readonly object[];
}

/** A status message. It is plain text: escape it where you put it into HTML. */
export interface Note {
  /** Empty if there is none. */
  readonly text: string;
  /** Empty if there is none. */
  readonly emoji: string;
  /** When it ends, in epoch milliseconds; absent if it does not end. */
  readonly until?: number;
}

/** What a user sets by hand. `dnd`: do not disturb. `automatic`: the connections decide. */
export type ManualStatus = "away" | "dnd" | "invisible" | "automatic";

export interface ManualStatusOptions {
  status: ManualStatus;
  /** When it ends, in epoch milliseconds or as a Date: the status is automatic afterwards. Default: it does not end. */
  until?: number | Date | null;
}

export interface NoteOptions {
  /** At most 140 UTF-16 units. */
  text?: string;
  /** At most 32 UTF-16 units. */
  emoji?: string;
  /** When it ends, in epoch milliseconds or as a Date. Default: it does not end. */
  until?: number | Date | null;
}

export interface PresenceCounts {
  /** Active and away users. */
  readonly online: number;
  readonly away: number;
}

export interface OnlinePage {
  readonly users: readonly Presence[];
  /** For `after` of the next page; absent on the last page. */
  readonly next?: string;
}

export interface PresenceEvent {
  /** The users who are shown differently now. */
  readonly changes: readonly Presence[];
  /** True when other users may be shown differently too: read all statuses again. */
  readonly everyone: boolean;
  /** The counts now; null while they are not known. */
  readonly counts: PresenceCounts | null;
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
  /** Sent as `?token=`. A function is called at each connect. */
  token?: Token | (() => Token | PromiseLike<Token>);
  /** Whom the server sends at first: `everyone` (default), or `none`, until `watch` or `follow` is called. */
  watch?: "everyone" | "none";
  /** Whether the server sends when statuses began: default false. */
  since?: boolean;
  /** Whether the server sends what connections state of themselves: default false. */
  data?: boolean;
  /** Watch without being present: default false. The server closes with 4403 unless its authenticator allows it. */
  observe?: boolean;
  /** Statuses that the server rendered into the page, shown until the first snapshot. */
  initial?: Readonly<Record<string, PresenceStatus>>;
  /** Called with what listeners and the token function throw, and with refused requests that have no promise. */
  onError?: (error: unknown) => void;
  /** The socket: `browserConnect` by default. */
  connect?: PresencePort;
  /** The page whose activity counts: this window's by default; null for none, and then always active. */
  page?: PresencePage | null;
  /** Time, timers and randomness, for tests. */
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
  /**
   * The known online users by id: a new frozen object after each change, without a prototype. It is made when it is read,
   * which takes time in a large workspace; `getPresence` does not.
   */
  readonly presenceMap: PresenceMap;
  /** How many users are online; null before the first snapshot and after 5 s without a link. */
  readonly counts: PresenceCounts | null;
  /** True while the server sends counts and watched users only: users who are not watched are unknown. */
  readonly partial: boolean;
  /** Nothing has come yet, and it is early: what the server rendered into the page should stay on show. */
  readonly starting: boolean;
  /** Whether this page counts as active. One that only observes does not count. */
  readonly active: boolean;
  /** Whether others see the viewer as offline, because the viewer set invisible. */
  readonly invisible: boolean;
  readonly getPresence: (userId: string) => PresenceStatus;
  /** When the user's status began, in epoch milliseconds; undefined where it is not known. */
  getSince(userId: string): number | undefined;
  /** Whether the user is online and asks not to be disturbed. */
  getDoNotDisturb(userId: string): boolean;
  /** The user's note: the same frozen object until it changes; undefined where there is none or it is not known. */
  getNote(userId: string): Note | undefined;
  /** When a user who is offline was last online, in epoch milliseconds; undefined where it is not known. */
  getLastSeen(userId: string): number | undefined;
  /** What the user's connections state of themselves: the same array until it changes. Needs the option `data`. */
  getData(userId: string): readonly object[];
  /** Calls the listener after each change of what is shown; returns its release. */
  readonly subscribe: (listener: (event: PresenceEvent) => void) => () => void;
  /** Calls the listener after each change of the connection; returns its release. */
  readonly subscribeConnection: (listener: (connection: PresenceConnection) => void) => () => void;
  /** Sets the user away on all tabs and servers, until `setActive`. Without a link, it is sent when there is one. */
  setAway(): void;
  /** Back to automatic. */
  setActive(): void;
  /**
   * Sets the user's status by hand, on all tabs and servers. Without a link, it is sent when there is one. The latest call
   * wins, `setAway` and `setActive` included. Throws a RangeError for what the server would refuse.
   */
  setStatus(status: ManualStatusOptions): void;
  /** Sets the user's note, or clears it (null). Kept without a link, and checked, as `setStatus`. */
  setNote(note: NoteOptions | null): void;
  /**
   * What this page states of itself, such as `{typing: true}`: an object of at most 512 bytes of JSON, or null for nothing. It
   * ends with the connection, or at `until` (epoch milliseconds or a Date), and is stated again on a new socket.
   */
  setData(data: object | null, options?: { until?: number | Date | null }): void;
  /** The presence of these users (1,000 at most), watched or not. Rejects with a `PresenceError`. */
  get(userIds: UserIds): Promise<readonly Presence[]>;
  /** A page of the online users, in a stable order. Rejects with a `PresenceError`. */
  list(options?: { after?: string; limit?: number }): Promise<OnlinePage>;
  /** From now on only these users (5,000 at most), or everyone (null). Users who are not watched are unknown. */
  watch(userIds: UserIds | null): Promise<readonly Presence[]>;
  /**
   * Keeps these users known where the server does not send everyone, until the function that it returns is called. Requests
   * are batched, and a user stays watched for 5 s after the last release.
   */
  follow(userIds: UserIds): () => void;
  /** Offline now, as far as this page goes: for signing out. */
  leave(): void;
  /** Ends the connection in good order, which for the server is a leave too. */
  close(): void;
  /** Connects now: because the user asks for it, or after the client was closed. */
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

/** Opens a socket. It must return before it calls a handler. After `close` it need not call the handler `close`. */
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

/** Whether a page with this state counts as active. */
export function isActive(
  page: { visible: boolean; focused: boolean; idleFor: number },
  options: { awayWhen: AwayWhen; idleAfter: number | null },
): boolean;

/** What is known of a workspace. It is immutable, and opaque but for these. */
export interface PresenceState {
  readonly counts: PresenceCounts | null;
  /** Users about whom nothing is known are offline, not unknown. */
  readonly complete: boolean;
  readonly partial: boolean;
  readonly version: number;
  readonly userId: string | null;
  readonly stale: boolean;
}

/** The users that a frame lists. */
export interface PresenceColumns {
  active?: readonly string[];
  away?: readonly string[];
  offline?: readonly string[];
  /** Ids among them that asked not to be disturbed. */
  dnd?: readonly string[];
  /** The viewer's own id, if others see the viewer as offline. */
  invisible?: readonly string[];
  /** By user id; `until` in epoch seconds. */
  notes?: Readonly<Record<string, { text?: string; emoji?: string; until?: number }>>;
  /** By user id, in epoch seconds, for users who are offline. */
  lastSeen?: Readonly<Record<string, number>>;
  /** By user id: what connections state of themselves. */
  data?: Readonly<Record<string, readonly object[]>>;
  /** Epoch seconds, parallel to the arrays above. */
  since?: { active?: readonly number[]; away?: readonly number[] };
}

export interface SnapshotFrame extends PresenceColumns {
  type: "presence:snapshot";
  workspaceId?: string;
  userId?: string;
  version: number;
  counts?: PresenceCounts;
  partial?: boolean;
  stale?: boolean;
  ref?: number;
}

export interface UpdateFrame extends PresenceColumns {
  type: "presence:update";
  version: number;
}

export function startState(initial?: Readonly<Record<string, PresenceStatus>>): PresenceState;
export function reopened(state: PresenceState): PresenceState;
/** In a partial state, users of `kept` whom the frame does not list stay as they were. */
export function applySnapshot(state: PresenceState, frame: SnapshotFrame, kept?: Iterable<string>): PresenceState;
export function applyUpdate(state: PresenceState, frame: UpdateFrame): PresenceState;
export function applyStale(state: PresenceState, frame: { stale: boolean }): PresenceState;
export function applyCounts(state: PresenceState, frame: PresenceCounts): PresenceState;
export function statusOf(state: PresenceState, userId: string): PresenceStatus;
export function differences(before: PresenceState, after: PresenceState): Omit<PresenceEvent, "counts">;

export function socketUrl(parts: {
  src: string;
  base?: string;
  workspace: string;
  token?: Token;
  /** Default true. */
  active?: boolean;
  watch?: "everyone" | "none";
  since?: boolean;
  observe?: boolean;
  data?: boolean;
}): string;
export function retryDelay(parts: {
  attempt: number;
  slow: boolean;
  random: number;
  refused?: boolean;
}): number;
export function verdictOf(code: number): { reason: PresenceConnection["reason"]; again: boolean; slow: boolean };
