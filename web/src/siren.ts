// A critical alarm sounds on the pages of whoever is to take it, until somebody does; so does a call that rings, in another tune and below
// an alarm. The sound is made here, no file is played.
// One tab of a browser sounds: the one that holds the lock and may play. Where the browser blocks sound, the page says so in words, and
// whoever would be rung is asked for a click before anything rings.
import { vnTime, vnTimeShort, word } from "./words";

interface Ringing {
  id: number;
  title: string;
  place: string;
  since: string;
}

interface Told {
  alarms: Ringing[];
  exhausted: { id: number; title: string; since: string }[]; // everybody was called, nobody took it: red, without sound
  rung: boolean; // an alarm would ring for this person
  hushedUntil: string | null;
  now: string;
}

type Note = [number, number, number, number];

const LOCK = "dothi-siren";
const VOLUME = "dothi-siren-volume";
const QUIETEST = 0.1; // the only silence is a hush, which is on record
// hertz, when within the second, how long, how loud
const ALARM: Note[] = [[880, 0, 0.36, 0.3], [660, 0.4, 0.36, 0.3]];
const CALL: Note[] = [[440, 0, 0.3, 0.12], [480, 0, 0.3, 0.12], [440, 0.4, 0.3, 0.12], [480, 0.4, 0.3, 0.12]];
const AGAIN_MS = 30_000; // asked anyway, should an event have been missed

let sign: HTMLElement;
let bell: HTMLElement | undefined; // asks for the click without which no browser lets a page sound
let told: Told = { alarms: [], exhausted: [], rung: false, hushedUntil: null, now: "" };
let audio: AudioContext | undefined;
let mine = false; // this tab holds the lock
let asking = false;
let beat: ReturnType<typeof setInterval> | undefined;
let tune: Note[] = ALARM;
let calls: HTMLElement | null; // the strip of who may take calls: it holds a form while one rings
let wakes: ReturnType<typeof setTimeout> | undefined;
let hushedMs = 0; // by this machine's own clock, until when
const others = "BroadcastChannel" in window ? new BroadcastChannel(LOCK) : undefined;

export function startSiren(): void {
  const found = document.querySelector<HTMLElement>("[data-siren]");
  if (!found) return;
  sign = found;
  calls = document.querySelector("[data-rings]");
  if (calls) new MutationObserver(settle).observe(calls, { childList: true, subtree: true });
  for (const room of ["alarms", "duty"]) document.body.addEventListener(`dothi:${room}`, () => void ask());
  others?.addEventListener("message", () => void ask());
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, () => void unlock(), { passive: true });
  setInterval(() => document.hidden || void ask(), AGAIN_MS);
  void ask();
}

async function ask(): Promise<void> {
  try {
    const answer = await fetch(sign.dataset.siren!, { headers: { Accept: "application/json", "X-Background": "1" }, cache: "no-store" });
    if (answer.ok) take((await answer.json()) as Told);
  } catch {
    // the line is cut: what rang goes on ringing
  }
}

function take(fresh: Told): void {
  const ended = told.alarms.some((one) => !fresh.alarms.some((other) => other.id === one.id));
  told = fresh;
  hushedMs = fresh.hushedUntil ? Date.now() + Date.parse(fresh.hushedUntil) - Date.parse(fresh.now) : 0;
  clearTimeout(wakes);
  if (hushed()) wakes = setTimeout(settle, hushedMs - Date.now() + 50);
  if (ended) others?.postMessage("ended");
  settle();
}

function hushed(): boolean {
  return hushedMs > Date.now();
}

function rings(): boolean {
  return Boolean(calls?.querySelector("[data-ringing]"));
}

/** Would anything ever sound for this person? */
function isRung(): boolean {
  return told.rung || told.alarms.length > 0 || calls !== null;
}

function settle(): void {
  if (isRung()) void unlock();
  show();
  const alarms = told.alarms.length > 0 && !hushed();
  if (calls) calls.dataset.rings = rings() ? how() : "no";
  tune = alarms ? ALARM : CALL;
  const sounds = mine && audio?.state === "running" && (alarms || rings());
  if (sounds && beat === undefined) {
    ring();
    beat = setInterval(ring, 1_000);
  } else if (!sounds) {
    clearInterval(beat);
    beat = undefined;
  }
}

function makeAudio(): AudioContext {
  const made = new AudioContext();
  made.addEventListener("statechange", () => void unlock()); // it may begin long after it was asked to
  return made;
}

/** The browser lets a page sound after a gesture on it; the lock is asked for only then, so that no silent tab holds it. */
async function unlock(): Promise<void> {
  if (!isRung() && !audio) return;
  audio ??= makeAudio();
  if (audio.state !== "running") await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, 300))]);
  if (audio.state === "running" && !asking) {
    asking = true;
    if (navigator.locks) void navigator.locks.request(LOCK, hold);
    else mine = true; // no locks: rather twice than not at all
    settle();
  } else {
    show();
  }
}

/** Held as long as this page lives: then the next tab sounds. */
function hold(): Promise<never> {
  mine = true;
  settle();
  return new Promise(() => undefined);
}

function volume(): number {
  const kept = Number(localStorage.getItem(VOLUME) ?? "0.5");
  return Math.min(1, Math.max(QUIETEST, Number.isFinite(kept) ? kept : 0.5));
}

function ring(): void {
  if (!audio) return;
  for (const [hertz, place, lasts, strength] of tune) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    const begin = audio.currentTime + place;
    tone.type = tune === ALARM ? "square" : "sine";
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, begin);
    loud.gain.exponentialRampToValueAtTime(strength * volume(), begin + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, begin + lasts);
    tone.connect(loud).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + lasts + 0.02);
  }
}

function state(): string {
  return hushed() ? "hushed" : how();
}

/** Whether this page sounds, could if it were let, or another one does. */
function how(): string {
  if (audio?.state !== "running") return "blocked";
  return mine ? "yes" : "elsewhere";
}

/** Beside the clock: it comes and goes without moving the page under the pointer. */
function askForClick(): void {
  bell ??= makeBell();
  bell.hidden = !isRung() || told.alarms.length > 0 || audio?.state === "running";
}

function makeBell(): HTMLElement {
  const made = press("siren-off", () => void unlock());
  made.classList.add("bell");
  document.querySelector(".clock")?.before(made);
  return made;
}

function show(): void {
  askForClick();
  const shown = told.alarms.length + told.exhausted.length > 0;
  sign.hidden = !shown;
  sign.dataset.sounding = told.alarms.length ? state() : "no";
  const drawn = JSON.stringify([told.alarms.map((one) => one.id), told.exhausted.map((one) => one.id), sign.dataset.sounding]);
  if (sign.dataset.drawn === drawn) return;
  sign.dataset.drawn = drawn;
  sign.replaceChildren(...ringing(), ...through());
}

function ringing(): HTMLElement[] {
  const [first, ...more] = told.alarms;
  if (!first) return [];
  const found = [text(word("siren-rings", { title: first.title, place: first.place }))];
  if (more.length) found.push(text(word("siren-more", { n: more.length })));
  found.push(link(`/alarms/${first.id}/`, word("siren-open")));
  const sounds = state();
  if (sounds === "blocked") found.push(text(word("siren-blocked")), press("siren-unlock", () => void unlock()));
  if (sounds === "hushed") found.push(text(word("siren-hushed", { at: vnTime(new Date(hushedMs)) })));
  else found.push(press("siren-hush", () => void hush()));
  if (sounds === "elsewhere") found.push(text(word("siren-elsewhere")));
  if (sounds === "yes") found.push(loudness());
  return found;
}

function through(): HTMLElement[] {
  const found = told.exhausted.slice(0, 3).map((one) => link(`/duty/runs/${one.id}/`, word("siren-exhausted", { title: one.title, at: vnTimeShort(new Date(one.since)) })));
  const more = told.exhausted.length - found.length;
  if (more > 0) found.push(link("/duty/runs/?state=exhausted", word("siren-exhausted-more", { n: more })));
  return found;
}

function link(place: string, said: string): HTMLElement {
  const found = document.createElement("a");
  found.className = "button button-small";
  found.href = place;
  found.textContent = said;
  return found;
}

function text(said: string): HTMLElement {
  const line = document.createElement("span");
  line.textContent = said;
  return line;
}

function press(key: string, act: () => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = word(key);
  button.addEventListener("click", act);
  return button;
}

function loudness(): HTMLElement {
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: String(QUIETEST), max: "1", step: "0.1", value: String(volume()) });
  range.setAttribute("aria-label", word("siren-volume"));
  range.addEventListener("input", () => localStorage.setItem(VOLUME, range.value));
  return range;
}

async function hush(): Promise<void> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  const answer = await fetch(sign.dataset.hush!, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } });
  if (answer.ok) take((await answer.json()) as Told);
  others?.postMessage("hushed");
}
