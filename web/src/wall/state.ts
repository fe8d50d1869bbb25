// What the centre tells a wall, and where its last word is kept for the time without network.
export interface Tile { key: string; kind: string; html: string; wide: boolean; state: "fresh" | "dead" | "gone" }
export interface State {
  at: string; read_at: string;
  wall: { name: string; language: string; theme: string; number: number };
  scene: { code: string; name: string; columns: number; why: string };
  tiles: Tile[];
  banner: { text: string; who: string } | null;
  poll_s: number; hang_s: number; ticket: string; built: string; words: Record<string, string>;
}

export class Ended extends Error {} // the token opens nothing (any more); its message says why

const KEPT = "wall-state";

export async function ask(address: string, told: Record<string, string>): Promise<State> {
  const answer = await fetch(`${address}?${new URLSearchParams(told)}`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20_000) });
  if (answer.status === 401) throw new Ended(((await answer.json()) as { detail: string }).detail);
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.text();
  keep(text);
  return JSON.parse(text) as State;
}

/** With when it came by the page's own clock: after a reload without network the figures are as old as they are. */
function keep(text: string): void {
  try {
    localStorage.setItem(KEPT, `${Date.now()}\n${text}`);
  } catch { /* a full store: the page goes on without a memory */ }
}

export function kept(): { state: State; ageMs: number } | undefined {
  try {
    const text = localStorage.getItem(KEPT) ?? "";
    const line = text.indexOf("\n");
    if (line < 0) return undefined;
    return { state: JSON.parse(text.slice(line + 1)) as State, ageMs: Math.max(0, Date.now() - Number(text.slice(0, line))) };
  } catch {
    return undefined;
  }
}

export function forget(): void {
  try { localStorage.removeItem(KEPT); } catch { /* nothing was kept */ }
}
