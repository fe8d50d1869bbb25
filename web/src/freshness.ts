// Ages that tick: every `<time data-ago datetime=…>` shows how long ago, and turns violet when it is older than `data-stale-after` seconds.
import { vnDate, vnTime, word } from "./words";

let serverAhead = 0;

/** The server's clock: screens of one room must agree even when a PC's clock is wrong. */
export function now(): number {
  return Date.now() + serverAhead;
}

export function setServerTime(iso: string): void {
  serverAhead = Date.parse(iso) - Date.now();
}

export function ago(at: number, from = now()): string {
  const seconds = Math.round((from - at) / 1000);
  if (seconds < -90) return word("in-future", { n: Math.round(-seconds / 60) });
  if (seconds < 5) return word("ago-now");
  if (seconds < 90) return word("ago-seconds", { n: seconds });
  if (seconds < 90 * 60) return word("ago-minutes", { n: Math.round(seconds / 60) });
  if (seconds < 36 * 3600) return word("ago-hours", { n: Math.round(seconds / 3600) });
  if (seconds < 60 * 86400) return word("ago-days", { n: Math.round(seconds / 86400) });
  return vnDate(new Date(at)); // nobody counts back 2,305 days
}

export function freshen(root: ParentNode): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const at = Date.parse(time.dateTime);
    if (Number.isNaN(at)) continue;
    const text = ago(at);
    if (time.textContent !== text) time.textContent = text;
    const limit = Number(time.dataset.staleAfter ?? 0);
    time.toggleAttribute("data-stale", limit > 0 && now() - at > limit * 1000);
  }
}

export function startClocks(): void {
  const clock = document.querySelector<HTMLTimeElement>("[data-clock]");
  if (clock) setServerTime(clock.dateTime);
  const tick = () => {
    freshen(document);
    if (clock) clock.textContent = vnTime(new Date(now()));
  };
  tick();
  setInterval(tick, 1000);
}
