// Clocks that count up: `<time data-since datetime=…>` shows minutes and seconds since then, and its `.timer` the level that its limits name.
import { now } from "../freshness";
import { language } from "../words";

function said(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes < 100) return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return language === "en" ? `${hours} h ${minutes % 60} min` : `${hours} giờ ${minutes % 60} phút`;
  return language === "en" ? `${Math.floor(hours / 24)} days` : `${Math.floor(hours / 24)} ngày`;
}

/** Past its second limit a unit's clock is a filled diamond, past its first a square; under both it is a grey dot. */
function level(seconds: number, { warn, alert }: DOMStringMap): string {
  if (alert && seconds >= Number(alert)) return "critical";
  return warn && seconds >= Number(warn) ? "medium" : "normal";
}

export function tick(root: ParentNode = document): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-since]")) {
    const until = time.dataset.until ? Date.parse(time.dataset.until) : now();
    const seconds = (until - Date.parse(time.dateTime)) / 1000;
    const text = said(seconds);
    if (time.textContent !== text) time.textContent = text;
    const timer = time.closest<HTMLElement>(".timer");
    if (!timer) continue;
    const found = level(seconds, time.dataset);
    if (timer.dataset.level === found) continue;
    timer.dataset.level = found;
    timer.querySelector("use")?.setAttribute("href", `#s-${found}`);
  }
}

export function startTimers(): void {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:after:swap", () => tick());
}
