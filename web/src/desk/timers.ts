// Clocks that count: `<time data-since datetime=…>` shows minutes and seconds since then, and its `.timer` the level that its limits name;
// `<time data-left="seconds in all" datetime=…>` what is left until then, and with a minus how long that is past.
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
    mark(time, level(seconds, time.dataset));
  }
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-left]")) {
    const left = (Date.parse(time.dateTime) - now()) / 1000;
    time.textContent = left < 0 ? `−${said(-left)}` : said(left);
    mark(time, left < 0 ? "critical" : left < Number(time.dataset.left) / 3 ? "medium" : "normal");
  }
}

function mark(time: HTMLElement, found: string): void {
  const timer = time.closest<HTMLElement>(".timer");
  if (!timer || timer.dataset.level === found) return;
  timer.dataset.level = found;
  timer.querySelector("use")?.setAttribute("href", `#s-${found}`);
}

export function startTimers(): void {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:after:swap", () => tick());
}
