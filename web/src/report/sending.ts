// Sends what waits, one after the other and in one tab at a time. No network, or a server that is too busy: it goes on waiting.
import { dropWaiting, type Kept, wait, waiting } from "./store";

export interface Outcome {
  one: Kept;
  to?: string; // the way to the report
  error?: string;
  call?: string;
}

class Busy extends Error {}

/** Raises where there is no network, or the server asks to come again: what waits is kept. */
async function post(one: Kept): Promise<Outcome> {
  const told = await fetch(one.to, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!told.ok) throw new Busy();
  const body = new FormData();
  for (const [name, value] of Object.entries(one.fields)) body.append(name, value);
  for (const photo of one.photos) body.append("photos", photo, photo instanceof File ? photo.name : "photo.jpg");
  body.append("csrfmiddlewaretoken", ((await told.json()) as { csrf: string }).csrf);
  const answer = await fetch(one.to, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.redirected && answer.url.includes("/cua-toi/")) return { one, to: new URL(answer.url).pathname + "?moi=1" }; // taken in a storm
  if (answer.status >= 500) throw new Busy();
  const said = (await answer.json()) as { to?: string; error?: string; call?: string };
  return { one, ...said };
}

/** What came of each that could be sent; undefined: the rest waits. */
export async function sendAll(): Promise<Outcome[]> {
  if (!navigator.locks) return send();
  return navigator.locks.request("dothi-report", send);
}

async function send(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const one of await waiting()) {
    if (one.error) continue; // it waits for whoever wrote it
    try {
      const outcome = await post(one);
      outcomes.push(outcome);
      if (outcome.to) await dropWaiting(one.key);
      else await wait({ ...one, error: outcome.error ?? "?" });
    } catch {
      break;
    }
  }
  return outcomes;
}
