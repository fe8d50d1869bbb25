// Questions to the centre. What does not answer is away and asked again; what says no says it in words.
import { type Deed, device, dropPoints, type Kept } from "./store";

export interface Step {
  state: string;
  needs: "reason" | "destination" | null;
}

export interface Assignment {
  id: number;
  code: string;
  title: string;
  kind: string;
  severity: string;
  severity_word: string;
  place: string;
  lon: number | null;
  lat: number | null;
  minutes: Record<string, string>;
  said: string[];
}

export interface Duty {
  id: number;
  force: string;
  name: string;
  state: string;
  since: string;
  until: string;
  crew: string[];
}

export interface Snapshot {
  now: string;
  csrf: string;
  who: { id: number; name: string };
  limits: Record<string, number>;
  duty: Duty | null;
  assignment: Assignment | null;
  check_in: { due_at: string } | null;
  positions: { ticket: string; lifetime_s: number } | null;
  steps?: Record<string, Step[]>;
  choices: { force: string; name: string }[];
}

export interface Answer {
  id: string;
  outcome: "done" | "kept" | "refused";
  text: string;
}

interface Told {
  answers: Answer[];
  state: Snapshot;
}

/** No answer, or none that says anything: worth trying again. */
export class Away extends Error {}
/** The session is over: nothing goes until somebody signs in. */
export class SignedOut extends Error {}
/** No, in words. */
export class Refused extends Error {}

const PATIENCE_MS = 20_000;

async function ask(address: string, init: RequestInit = {}): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(address, { ...init, headers: { Accept: "application/json", ...init.headers }, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new Away(String(error));
  }
  const told = answer.headers.get("Content-Type")?.includes("json") ? ((await answer.json().catch(() => ({}))) as { detail?: string }) : undefined;
  if (answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !told)) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429 || !told) throw new Away(String(answer.status));
  if (!answer.ok) throw new Refused(told.detail ?? String(answer.status));
  return told;
}

export async function snapshot(): Promise<Snapshot> {
  return (await ask("/crew/state/")) as Snapshot;
}

export async function signOn(force: string, csrf: string): Promise<Snapshot> {
  return (await ask("/crew/on/", { method: "POST", body: new URLSearchParams({ force }), headers: { "X-CSRFToken": csrf } })) as Snapshot;
}

function bare({ file: _file, seconds: _seconds, who: _who, ...deed }: Deed): object {
  return deed;
}

async function batch(deeds: readonly Deed[]): Promise<string> {
  return JSON.stringify({ device: await device(), sent_at: new Date().toISOString(), deeds: deeds.map(bare) });
}

export async function tell(deeds: readonly Deed[], csrf: string): Promise<Told> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return (await ask("/crew/deeds/", { method: "POST", body: await batch(deeds), headers })) as Told;
}

export async function handIn(deed: Deed, csrf: string): Promise<Told> {
  const body = new FormData();
  body.set("deed", await batch([deed]));
  body.set("seconds", String(deed.seconds ?? ""));
  body.set("file", deed.file!, deed.what);
  return (await ask("/crew/files/", { method: "POST", body, headers: { "X-CSRFToken": csrf } })) as Told;
}

/** Points that were kept, each with its number on this phone: one that is sent again after a lost answer is heard once. */
export async function tellPoints(kept: readonly Kept[], ticket: string): Promise<void> {
  const points = kept.map(([number, { duty: _duty, ...point }]) => ({ number, ...point }));
  const body = JSON.stringify({ device: await device(), sent_at: new Date().toISOString(), points });
  await ask("/crew/positions", { method: "POST", body, headers: { "Content-Type": "application/json", Authorization: `Bearer ${ticket}` } });
  await dropPoints(kept);
}
