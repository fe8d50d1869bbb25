// A critical alarm sounds on the pages of whoever is to take it, until somebody does. The sound is made here, no file is played.
// One tab of a browser sounds: the one that holds the lock and may play. Where the browser blocks sound, the page says so in words.
import { vnTime, word } from "./words";

interface Ringing {
  id: number;
  title: string;
  place: string;
  since: string;
}

interface Told {
  alarms: Ringing[];
  exhausted: { id: number; title: string }[]; // everybody was called, nobody took it: red, without sound
  hushedUntil: string | null;
  now: string;
}

const LOCK = "dothi-siren";
const VOLUME = "dothi-siren-volume";
const QUIETEST = 0.1; // the only silence is a hush, which is on record
const TONES = [880, 660];
const AGAIN_MS = 30_000; // asked anyway, should an event have been missed

let sign: HTMLElement;
let told: Told = { alarms: [], exhausted: [], hushedUntil: null, now: "" };
let audio: AudioContext | undefined;
let mine = false; // this tab holds the lock
let asking = false;
let beat: ReturnType<typeof setInterval> | undefined;
let wakes: ReturnType<typeof setTimeout> | undefined;
let hushedMs = 0; // by this machine's own clock, until when
const others = "BroadcastChannel" in window ? new BroadcastChannel(LOCK) : undefined;

export function startSiren(): void {
  const found = document.querySelector<HTMLElement>("[data-siren]");
  if (!found) return;
  sign = found;
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

function settle(): void {
  if (told.alarms.length) void unlock();
  show();
  const sounds = mine && audio?.state === "running" && told.alarms.length > 0 && !hushed();
  if (sounds && beat === undefined) {
    ring();
    beat = setInterval(ring, 1_000);
  } else if (!sounds) {
    clearInterval(beat);
    beat = undefined;
  }
}

/** The browser lets a page sound after a gesture on it; the lock is asked for only then, so that no silent tab holds it. */
async function unlock(): Promise<void> {
  if (!told.alarms.length && !audio) return;
  audio ??= new AudioContext();
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
  TONES.forEach((hertz, place) => {
    const tone = audio!.createOscillator();
    const loud = audio!.createGain();
    const begin = audio!.currentTime + place * 0.4;
    tone.type = "square";
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, begin);
    loud.gain.exponentialRampToValueAtTime(0.3 * volume(), begin + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, begin + 0.36);
    tone.connect(loud).connect(audio!.destination);
    tone.start(begin);
    tone.stop(begin + 0.38);
  });
}

function state(): string {
  if (hushed()) return "hushed";
  if (audio?.state !== "running") return "blocked";
  return mine ? "yes" : "elsewhere";
}

function show(): void {
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
  const how = state();
  if (how === "blocked") found.push(text(word("siren-blocked")), press("siren-unlock", () => void unlock()));
  if (how === "hushed") found.push(text(word("siren-hushed", { at: vnTime(new Date(hushedMs)) })));
  else found.push(press("siren-hush", () => void hush()));
  if (how === "elsewhere") found.push(text(word("siren-elsewhere")));
  if (how === "yes") found.push(loudness());
  return found;
}

function through(): HTMLElement[] {
  return told.exhausted.slice(0, 3).map((one) => link(`/duty/runs/${one.id}/`, word("siren-exhausted", { title: one.title })));
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
