// A wall: asks the centre every few seconds what stands, shows it, and proves that it lives. Nothing here waits for anybody: what fails is
// said on the picture, and tried again.
import { Grid } from "./wall/grid";
import { Pulse } from "./wall/pulse";
import { ask, Ended, forget, kept, type State } from "./wall/state";

const { body } = document;
const at = (name: string): HTMLElement => document.querySelector<HTMLElement>(`[data-${name}]`)!;
const parts = { wall: at("wall"), scene: at("scene"), why: at("why"), clock: at("clock"), lost: at("lost"), banner: at("banner"), text: at("banner-text"), who: at("banner-who") };
const grid = new Grid(at("grid"));
const pulse = new Pulse(document.querySelector<HTMLCanvasElement>("canvas[data-pulse]")!);
const screenName = named();
const NIGHT_MS = 86_400_000;

let shown: State | undefined;
let serverMs = 0; // the centre's time …
let heardMs = 0; // … when the page's own clock, which only goes forward, was here
let readMs: number | undefined; // when the figures were read, by that clock
let lostMs: number | undefined; // since when nothing came
let began = true;
let black = 0;
let timer = 0;
let ticked = performance.now();
let stream: EventSource | undefined;
let words: Record<string, string> = {};

/** What this screen calls itself: kept, so that one that was switched off is the same again. */
function named(): string {
  try {
    const known = localStorage.getItem("wall-screen");
    if (known) return known;
    const made = Math.random().toString(36).slice(2, 10).padEnd(8, "0");
    localStorage.setItem("wall-screen", made);
    return made;
  } catch {
    return Math.random().toString(36).slice(2, 10).padEnd(8, "0");
  }
}

/** The centre's time by its own last word and a clock that cannot be set: that of the machine may be wrong by a day. */
function centreNow(): number {
  return heardMs ? serverMs + performance.now() - heardMs : Date.now();
}

async function contact(): Promise<void> {
  clearTimeout(timer);
  const moving = pulse.moving();
  black = moving ? 0 : black + 1;
  try {
    show(await ask(body.dataset.state!, told(moving)));
    began = false;
    if (black >= 2) reload(); // frames stand still although the script runs, and the centre was told
  } catch (error) {
    if (error instanceof Ended) return end(error.message);
    lostMs ??= readMs ?? performance.now();
    if (!shown) fromMemory();
  }
  timer = window.setTimeout(() => void contact(), (shown?.poll_s ?? 5) * 1000);
}

function told(moving: boolean): Record<string, string> {
  const again = new URLSearchParams(location.search).get("again") ?? "";
  return {
    screen: screenName, scene: shown?.scene.code ?? "", moving: moving ? "yes" : "no", clock: String(Date.now()),
    age: readMs === undefined ? "" : String(Math.round((performance.now() - readMs) / 1000)),
    w: String(innerWidth), h: String(innerHeight), began: began ? "yes" : "no", again,
  };
}

function show(state: State): void {
  if (shown && state.built !== body.dataset.built) return reload(); // a new version stands at the centre
  serverMs = Date.parse(state.at);
  heardMs = performance.now();
  readMs = heardMs - Math.max(0, serverMs - Date.parse(state.read_at));
  lostMs = undefined;
  draw(state);
  listen(state);
}

function draw(state: State): void {
  shown = state;
  words = state.words;
  document.documentElement.lang = state.wall.language;
  document.documentElement.dataset.theme = state.wall.theme;
  write(parts.wall, state.wall.name);
  write(parts.scene, state.scene.name);
  write(parts.why, state.scene.why);
  body.dataset.scene = state.scene.code;
  parts.banner.hidden = !state.banner;
  write(parts.text, state.banner?.text ?? "");
  write(parts.who, state.banner?.who ?? "");
  grid.show(state, readMs ?? performance.now());
  tick();
}

/** After a reload without network: what was shown last, as old as it is. */
function fromMemory(): void {
  const memory = kept();
  if (!memory) return;
  readMs = performance.now() - memory.ageMs;
  lostMs = readMs;
  serverMs = Date.parse(memory.state.at) + memory.ageMs;
  heardMs = performance.now();
  draw(memory.state);
}

function end(why: string): void {
  stream?.close();
  forget();
  body.innerHTML = "";
  body.append(Object.assign(document.createElement("p"), { className: "w-ended", textContent: why }));
  delete body.dataset.scene;
  window.setTimeout(() => location.reload(), 60_000); // a new token may have been opened meanwhile
}

function reload(): void {
  if (lostMs === undefined) location.replace(location.pathname); // without network the picture stays: a reload could show less
}

/** What is told at once: a scene, a banner, the end of the token. Everything else comes with the next question. */
function listen(state: State): void {
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource(`/stream/live?ticket=${encodeURIComponent(state.ticket)}`);
  stream.addEventListener("event", (event) => {
    const { payload } = JSON.parse((event as MessageEvent<string>).data) as { payload: { wall?: number } };
    if (payload.wall === state.wall.number) void contact();
  });
  for (const over of ["expired", "resync", "error"]) stream.addEventListener(over, () => close(over));
}

/** The next answer brings the next ticket. */
function close(_why: string): void {
  stream?.close();
  stream = undefined;
}

// -- every second -----------------------------------------------------------------------------------------------------------------

function tick(): void {
  const stood = performance.now() - ticked;
  ticked = performance.now();
  if (stood > (shown?.hang_s ?? 20) * 1000 && !document.hidden && lostMs === undefined) return location.replace(`${location.pathname}?again=hung`); // the script stood still: whatever it held is not to be trusted
  guard?.postMessage({ hang_s: shown?.hang_s ?? 20, state: body.dataset.state, screen: screenName });
  write(parts.clock, hour(centreNow()));
  const lost = lostMs !== undefined && performance.now() - lostMs > ((shown?.poll_s ?? 5) + 5) * 1000;
  parts.lost.hidden = !lost;
  if (lost) write(parts.lost, say("lost", "at", moment(lostMs!)));
  grid.mark(lost ? lostMs : undefined, (ms) => say("old", "at", moment(ms)));
  for (const time of document.querySelectorAll<HTMLElement>("time[data-ago]")) write(time, ago(Date.parse(time.getAttribute("datetime")!)));
}

function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

function say(key: string, name: string, value: string): string {
  return (words[key] ?? value).replace(`{${name}}`, value);
}

const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
const day = new Intl.DateTimeFormat("vi-VN", { day: "2-digit", month: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

function hour(ms: number): string {
  return clock.format(ms);
}

/** An instant of the page's own clock as the centre's clock shows it; with its day when it is not of today's last hours. */
function moment(pageMs: number): string {
  const ms = centreNow() - (performance.now() - pageMs);
  return performance.now() - pageMs > NIGHT_MS / 2 ? `${clock.format(ms)} ${day.format(ms)}` : clock.format(ms);
}

function ago(ms: number): string {
  const minutes = Math.floor((centreNow() - ms) / 60_000);
  if (minutes < 1) return words.now ?? "";
  if (minutes < 60) return say("minutes", "n", String(minutes));
  return minutes < 2880 ? say("hours", "n", String(Math.floor(minutes / 60))) : say("days", "n", String(Math.floor(minutes / 1440)));
}

const guard = "Worker" in window ? new Worker(body.dataset.guard!) : undefined;
if ("serviceWorker" in navigator) navigator.serviceWorker.register(body.dataset.keeper!, { scope: "/wall/screen/" }).catch(() => undefined);
addEventListener("online", () => void contact());
setInterval(tick, 1_000);
void contact();
