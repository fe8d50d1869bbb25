// One stream per page: entity changes and events of the rooms. Snapshot (server-rendered) + what came after its cursor = the truth.
import { setServerTime } from "./freshness";
import { word } from "./words";

export interface Change {
  id: string;
  type: string[];
  unit: number | null;
  agency: number | null;
  cursor: string;
  attrs: Record<string, { value: unknown; unitCode?: string; observedAt?: string; origin: string }>;
  ended?: string[]; // attributes that are no more
  deleted?: boolean;
}

export interface RoomEvent {
  topic: string;
  payload: Record<string, unknown>;
  at: string;
  cursor: string;
}

export type State = "connecting" | "live" | "lost";

const SILENCE_MS = 45_000; // pings come every 15 s: three missed are a dead line
const STEPS_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000];

let source: EventSource | undefined;
let cursor: string | undefined;
let attempt = 0;
let lastHeard = 0;
let wasLive = false;
let state: State = "connecting";
const waiting = new Map<string, RoomEvent | undefined>();

/** Where the page's own snapshot stood; the stream goes on from there. */
export function continueFrom(snapshot: string): void {
  cursor ??= snapshot;
}

/** How the stream is, and for how long nothing came by it: a line may be dead for a while before anybody is told. */
export function connection(): { state: State; silentMs: number } {
  return { state, silentMs: Date.now() - lastHeard };
}

function show(now: State): void {
  state = now;
  const mark = document.querySelector<HTMLElement>("[data-connection]");
  if (mark && mark.dataset.connection !== state) {
    mark.dataset.connection = state;
    mark.querySelector("[data-connection-word]")!.textContent = word(`connection-${state}`);
  }
  const banner = document.querySelector<HTMLElement>("[data-offline]");
  if (banner) banner.hidden = state !== "lost" || attempt < 2;
  document.body.dispatchEvent(new CustomEvent("dothi:connection", { detail: state }));
}

/** Tells the page about a room's events, at most once a second per room: a flood of alarms is one new list. */
function announce(room: string, event?: RoomEvent): void {
  if (!waiting.has(room)) {
    setTimeout(() => {
      const detail = waiting.get(room);
      waiting.delete(room);
      document.body.dispatchEvent(new CustomEvent(`dothi:${room}`, { detail }));
    }, 300 + 700 * Number(attempt > 0));
  }
  waiting.set(room, event);
}

const renewing = new Set<string>();

/** Parts that show one entity (`data-entity-live="urn"`) ask for themselves again, at most every two seconds. */
function renew(id: string): void {
  const parts = `[data-entity-live="${CSS.escape(id)}"]`;
  if (renewing.has(id) || !document.querySelector(parts)) return;
  renewing.add(id);
  setTimeout(() => {
    renewing.delete(id);
    for (const part of document.querySelectorAll(parts)) part.dispatchEvent(new CustomEvent("dothi:changed"));
  }, 2000);
}

function refreshAll(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-entity-live]")) renew(part.dataset.entityLive!);
  const rooms = new Set([...document.querySelectorAll<HTMLElement>("[data-live]")].flatMap((part) => part.dataset.live!.split(" ")));
  for (const room of rooms) announce(room);
}

/** Nothing while the person must do something else first (a new password, a second factor): there is nothing to follow on that page. */
async function ticket(): Promise<string | undefined> {
  const answer = await fetch(document.body.dataset.ticket!, { headers: { Accept: "application/json", "X-Background": "1" }, cache: "no-store" });
  if (answer.status === 401) location.reload();
  if (answer.status === 403) return undefined;
  if (!answer.ok) throw new Error(`ticket ${answer.status}`);
  return ((await answer.json()) as { ticket?: string }).ticket;
}

async function connect(): Promise<void> {
  try {
    const pass = await ticket();
    if (!pass) return;
    const query = new URLSearchParams({ ticket: pass });
    if (cursor) query.set("since", cursor);
    source = new EventSource(`${document.body.dataset.stream}?${query}`);
  } catch {
    return retry();
  }
  lastHeard = Date.now();
  source.addEventListener("hello", (message) => {
    const hello = heard(message) as { cursor?: string; at?: string };
    cursor ??= hello.cursor;
    if (hello.at) setServerTime(hello.at);
    attempt = 0;
    show("live");
    if (wasLive) refreshAll();
    wasLive = true;
  });
  source.addEventListener("entity", (message) => {
    const change = heard(message) as Change;
    cursor = change.cursor ?? cursor;
    document.body.dispatchEvent(new CustomEvent("dothi:entity", { detail: change }));
    renew(change.id);
  });
  source.addEventListener("event", (message) => {
    const event = heard(message) as RoomEvent;
    document.body.dispatchEvent(new CustomEvent("dothi:told", { detail: event }));
    announce(event.topic.split(".")[0]!, event);
  });
  source.addEventListener("ping", heard);
  source.addEventListener("resync", () => location.reload()); // the log was read too late: only a fresh snapshot is true
  source.addEventListener("expired", () => {
    source?.close();
    void connect();
  });
  source.addEventListener("error", retry);
}

function heard(message: Event): unknown {
  lastHeard = Date.now();
  const { data } = message as MessageEvent<string>;
  return data ? JSON.parse(data) : {};
}

function retry(): void {
  source?.close();
  source = undefined;
  attempt += 1;
  show(attempt > 1 ? "lost" : "connecting");
  const step = STEPS_MS[Math.min(attempt - 1, STEPS_MS.length - 1)]!;
  setTimeout(connect, step * (0.7 + 0.6 * Math.random())); // a restarted server is not met by all screens at once
}

export function startLive(): void {
  if (!document.body.dataset.ticket) return;
  void connect();
  setInterval(() => {
    if (source && Date.now() - lastHeard > SILENCE_MS) retry();
  }, 5_000);
  addEventListener("pagehide", () => source?.close());
}
