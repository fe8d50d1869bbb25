// The phone of a crew: one page that works with one thumb and without network. What is pressed is kept first and sent then; the centre's
// answer takes it out of the queue. Order: points of the way, then deeds in their order – a sign-off comes after the way that led to it.
import { type Answer, Away, handIn, Refused, SignedOut, signOn, type Snapshot, type Step, snapshot as askSnapshot, tell, tellPoints } from "./crew/centre";
import { Place, wayTo } from "./crew/place";
import { shownWith } from "./crew/shown";
import { add, type Deed, drop, dropPoints, forget, keep, points, read, ulid, waiting } from "./crew/store";
import { number, vnTime, word } from "./words";

const main = document.querySelector<HTMLElement>("#crew")!;
const me = Number(document.body.dataset.user);
const POLL_MS = 20_000;
const HEARD_MS = 60_000; // while the stream tells what is new
const AGAIN_MS = [1_000, 2_000, 5_000, 10_000, 20_000];
const PIECE = 50;
const POINTS = 500;

let known: Snapshot | undefined;
let queue: Deed[] = [];
let others = 0;
let net: "on" | "off" | "out" = "on";
let failed = 0;
let fresh = 0; // when the snapshot came
let running = false;
let again = false;
let timer = 0;
let asking: { what: string; label: string; must: boolean; state?: string } | undefined;
let recorder: MediaRecorder | undefined;
let recorded = 0;
let filter = "";
const said: { text: string; bad: boolean }[] = [];
const place = new Place(draw, () => void contact());

type Child = Node | string | undefined | false;

function h(tag: string, attributes: Record<string, string | boolean | ((event: Event) => void)>, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

function button(text: string, press: () => void, kind = ""): HTMLElement {
  return h("button", { type: "button", class: kind, click: press }, text);
}

// -- what is pressed ------------------------------------------------------------------------------------------------------------

async function press(what: string, more: Partial<Deed> = {}): Promise<void> {
  const shown = shownWith(known!, queue);
  if (!shown.duty) return;
  const now = new Date();
  const deed = { id: ulid(now.getTime()), who: me, at: now.toISOString(), what, duty: shown.duty.id, assignment: shown.assignment?.id ?? null, state: "", expected: shown.duty.state, text: "", ...more };
  asking = undefined;
  try {
    await add(deed);
  } catch {
    return say(word("storage-refused"), true);
  }
  navigator.vibrate?.(30);
  await count();
  draw();
  void contact();
}

function say(text: string, bad = false): void {
  said.push({ text, bad });
  if (said.length > 3) said.shift();
  draw();
}

async function count(): Promise<void> {
  ({ own: queue, others } = await waiting(me));
}

// -- the centre -----------------------------------------------------------------------------------------------------------------

/** Sends what waits and asks how it stands; one at a time, in all tabs where the browser can. */
async function contact(): Promise<void> {
  again = running;
  if (running) return;
  running = true;
  clearTimeout(timer);
  try {
    if (navigator.locks) await navigator.locks.request("dothi-crew", exchange);
    else await exchange();
    [failed, net] = [0, "on"];
  } catch (error) {
    failed += 1;
    if (error instanceof SignedOut) net = "out";
    else if (error instanceof Away) net = "off";
    else if (error instanceof Refused) say(error.message, true);
    else throw error;
  } finally {
    running = false;
    await count();
    draw();
    timer = window.setTimeout(() => void contact(), failed ? AGAIN_MS[Math.min(failed, AGAIN_MS.length) - 1]! : again ? 0 : pause());
  }
}

function pause(): number {
  return stream?.readyState === EventSource.OPEN ? HEARD_MS : POLL_MS;
}

async function exchange(): Promise<void> {
  await count();
  const stale = Date.now() - fresh > pause() - 1_000 || failed > 0 || !known;
  if (stale) await take(await askSnapshot());
  await sendPoints();
  await count();
  while (queue.length) await sendNext();
}

async function take(told: Snapshot): Promise<void> {
  if (told.who.id !== me) return location.reload(); // somebody else signed in in another tab
  const before = known?.assignment?.id;
  known = told;
  fresh = Date.now();
  await keep("snapshot", told);
  if (told.assignment && told.assignment.id !== before) {
    navigator.vibrate?.([400, 150, 400]);
    void navigator.wakeLock?.request("screen").catch(() => undefined); // a phone that sleeps tells no position
  }
  follow(told.duty !== null);
}

async function sendPoints(): Promise<void> {
  for (let kept = await points(POINTS); kept.length && known?.positions && known.duty; kept = await points(POINTS)) {
    const duty = known.duty.id;
    await dropPoints(kept.filter(([, point]) => point.duty !== duty)); // of a duty that is over: no ticket is left for them
    const own = kept.filter(([, point]) => point.duty === duty);
    if (!own.length) continue;
    try {
      await tellPoints(own, known.positions.ticket);
    } catch (error) {
      if (error instanceof Refused || error instanceof SignedOut) return; // the ticket is old or the duty over: the next snapshot brings another
      throw error;
    }
    if (kept.length < POINTS) return;
  }
}

/** Deeds up to the next file in one batch; a file goes alone. */
async function sendNext(): Promise<void> {
  const first = queue[0]!;
  const upto = queue.findIndex((deed) => deed.file);
  const piece = first.file ? [first] : queue.slice(0, Math.min(upto < 0 ? PIECE : upto, PIECE));
  const told = first.file ? await handIn(first, known!.csrf) : await tell(piece, known!.csrf);
  const answered = new Map(told.answers.map((answer) => [answer.id, answer]));
  for (const deed of piece) {
    const answer = answered.get(deed.id);
    if (!answer) continue;
    report(answer);
    await drop(deed.id);
  }
  const left = queue.length;
  await take(told.state);
  await count();
  if (queue.length >= left && !told.answers.length) throw new Away("no answers");
}

function report(answer: Answer): void {
  if (answer.outcome !== "done") said.push({ text: answer.text, bad: true });
}

// -- what is new at once --------------------------------------------------------------------------------------------------------

let stream: EventSource | undefined;
let opening = 0;

function follow(wanted: boolean): void {
  if (!wanted) {
    stream?.close();
    stream = undefined;
  } else if (!stream && !opening) void open();
}

async function open(): Promise<void> {
  opening = 1;
  try {
    const answer = await fetch(document.body.dataset.ticket!, { headers: { Accept: "application/json" }, cache: "no-store" });
    const { ticket } = (await answer.json()) as { ticket: string };
    stream = new EventSource(`${document.body.dataset.stream}?ticket=${encodeURIComponent(ticket)}&types=-`);
    stream.addEventListener("open", () => news()); // what happened before it listened is told by nobody else
    stream.addEventListener("event", (event) => {
      const { topic, payload } = JSON.parse((event as MessageEvent<string>).data) as { topic: string; payload: { force?: string } };
      if (topic === "crews.changed" && payload.force === known?.duty?.force) news();
    });
    for (const end of ["expired", "resync", "error"]) stream.addEventListener(end, () => reopen());
  } catch {
    reopen();
  }
  opening = 0;
}

/** Asks the centre now, whatever is known. */
function news(): void {
  fresh = 0;
  void contact();
}

function reopen(): void {
  stream?.close();
  stream = undefined;
  setTimeout(() => follow(known?.duty != null), 5_000);
}

// -- the page -------------------------------------------------------------------------------------------------------------------

const clock = (at: string): string => vnTime(new Date(at)).slice(0, 5);
const seen = new WeakMap<Element, string>();

function draw(): void {
  if (!known) return;
  const shown = shownWith(known, queue);
  place.follow(shown, shown.duty?.state ?? "");
  const parts = shown.duty ? [status(), ...(shown.assignment ? [...task(shown), unit(shown)] : [unit(shown), ...task(shown)]), deeds(shown)] : [status(), chooser(shown)];
  const html = parts.map((part) => part.outerHTML).join("") + JSON.stringify(asking);
  if (seen.get(main) === html) return; // what did not change keeps its focus
  const typed = main.querySelector<HTMLTextAreaElement>("textarea")?.value ?? "";
  seen.set(main, html);
  main.replaceChildren(...parts);
  const field = main.querySelector<HTMLTextAreaElement>("textarea");
  if (field) {
    field.value = typed;
    field.focus();
  }
}

function status(): HTMLElement {
  const oldest = queue[0] ? Math.max(0, Math.floor((Date.now() - Date.parse(queue[0].at)) / 60_000)) : 0;
  const lines: Child[] = [
    h("p", { class: `net net-${net}`, role: "status" }, word(net === "on" ? "online" : net === "off" ? "offline" : "sign-in")),
    net === "out" && h("a", { class: "wide", href: main.dataset.login! }, word("sign-in-do")),
    queue.length > 0 && h("p", { class: "queue", "data-queue": String(queue.length) }, word("queue", { n: queue.length, minutes: oldest })),
    others > 0 && h("p", { class: "queue" }, word("queue-others", { n: others })),
    ...said.map((one) => h("p", { class: one.bad ? "said bad" : "said", role: one.bad ? "alert" : "status" }, one.text)),
  ];
  return h("header", { class: "status" }, ...lines);
}

function unit(shown: Snapshot): HTMLElement {
  const duty = shown.duty!;
  const where = place.state === "on" ? word("position-on", { s: place.every }) : place.state === "off" ? "" : word(`position-${place.state}`);
  return h(
    "section",
    { class: "unit" },
    h("p", {}, h("strong", {}, duty.force), ` ${duty.name}`),
    h("p", { "data-state": duty.state }, h("strong", {}, word(`state-${duty.state}`)), ` ${word("since", { at: clock(duty.since) })}`),
    h("p", { class: "small" }, word("crew", { names: duty.crew.join(", ") })),
    where !== "" && h("p", { class: "small", "data-place": place.state }, where),
    button(word("off"), () => void (confirm(word("off-ask", { force: duty.force })) && press("off")), "quiet"),
  );
}

function task(shown: Snapshot): HTMLElement[] {
  const one = shown.assignment;
  if (!one) return [h("section", { class: "task" }, h("h1", {}, word("free")), h("p", {}, word("free-hint")))];
  const heard = one.minutes.acknowledged_at !== undefined;
  return [
    h(
      "section",
      { class: `task severity-${one.severity}`, "data-case": one.code },
      !heard && h("p", { class: "new", role: "alert" }, word("new")),
      h("p", { class: "small" }, `${one.code} · ${one.kind} · ${one.severity_word}`),
      h("h1", {}, one.title),
      h("p", { class: "place" }, one.place),
      way(one.lon, one.lat),
      ...one.said.map((text) => h("details", {}, h("summary", {}, word("said")), h("p", {}, text))),
    ),
  ];
}

function way(lon: number | null, lat: number | null): HTMLElement {
  if (lon === null || lat === null) return h("p", { class: "small" }, word("place-none"));
  const parts: Child[] = [h("a", { class: "wide", href: `geo:${lat},${lon}?q=${lat},${lon}` }, word("route")), h("a", { class: "wide", href: "/crew/map/" }, word("map"))];
  if (place.at) {
    const { km, eighth, degrees } = wayTo(place.at, lon, lat);
    const arrow = h("span", { class: "arrow", "aria-hidden": "true", style: `transform: rotate(${Math.round(degrees)}deg)` }, "↑");
    parts.unshift(h("p", {}, arrow, ` ${word("away", { km: number(km, km < 10 ? 1 : 0), way: word("ways").split("|")[eighth]! })}`));
  }
  return h("div", { class: "way" }, ...parts);
}

function chooser(shown: Snapshot): HTMLElement {
  if (!shown.choices.length) return h("section", { class: "task" }, h("h1", {}, word("choose-none")));
  const list = shown.choices.filter((one) => `${one.force} ${one.name}`.toLowerCase().includes(filter));
  const field = h("input", { type: "search", placeholder: word("filter"), "aria-label": word("filter"), value: filter, input: narrow }) as HTMLInputElement;
  const rows = list.map((one) => button(`${one.force} · ${one.name}`, () => void begin(one.force), "choice"));
  return h("section", { class: "task" }, h("h1", {}, word("choose")), shown.choices.length > 8 && field, ...rows);
}

function narrow(event: Event): void {
  filter = (event.target as HTMLInputElement).value.trim().toLowerCase();
  draw();
  const field = main.querySelector<HTMLInputElement>("input[type=search]");
  field?.focus();
  field?.setSelectionRange(filter.length, filter.length);
}

async function begin(force: string): Promise<void> {
  try {
    said.length = 0;
    await take(await signOn(force, known!.csrf));
  } catch (error) {
    if (error instanceof SignedOut) net = "out";
    else say(error instanceof Refused ? error.message : word("offline"), true);
  }
  draw();
}

/** The bottom of the page, where the thumb is: the usual step large, the others small. */
function deeds(shown: Snapshot): HTMLElement {
  if (asking) return question(asking);
  const { assignment, duty } = shown;
  const rows: Child[] = [];
  if (shown.check_in) rows.push(h("p", { class: "due", role: "alert" }, word("well-due", { at: clock(shown.check_in.due_at) })), button(word("well"), () => void press("well"), "big safe"));
  const heard = assignment?.minutes.acknowledged_at !== undefined;
  if (assignment && !heard && duty!.state === "alerted") rows.push(button(word("acknowledge"), () => void press("acknowledge"), "big"), small([button(word("decline"), () => ask("decline", word("decline-ask"), true))]));
  else rows.push(...steps(shown));
  if (assignment) rows.push(small([button(word("note"), () => ask("note", word("note-ask"), true)), picture(), button(recorder ? word("voice-stop", { s: recorded }) : word("voice"), () => void voice(), recorder ? "on" : "")]));
  return h("nav", { class: "deeds" }, ...rows);
}

function small(buttons: Node[]): HTMLElement {
  return h("div", { class: "small-row" }, ...buttons);
}

function steps(shown: Snapshot): Child[] {
  const all = shown.steps?.[shown.duty!.state] ?? [];
  const usual = all.find((step) => USUAL[shown.duty!.state] === step.state); // none where a crew only waits: what is seldom is never large
  const rest = all.filter((step) => step !== usual).map((step) => button(word(`state-${step.state}`), () => take_step(step)));
  if (shown.assignment !== null && shown.duty!.state === "alerted") rest.push(button(word("decline"), () => ask("decline", word("decline-ask"), true)));
  return [
    usual && button(word(`step-${usual.state}`), () => take_step(usual), "big"),
    rest.length > 0 && h("details", { class: "more" }, h("summary", {}, word("more")), small(rest)),
  ];
}

const USUAL: Record<string, string> = { alerted: "en-route", "en-route": "on-scene", "on-scene": "returning", transporting: "at-hospital", "at-hospital": "returning", returning: "available" };

function take_step(step: Step): void {
  if (step.needs) ask("step", word(`ask-${step.needs}`), true, step.state);
  else void press("step", { state: step.state });
}

function ask(what: string, label: string, must: boolean, state?: string): void {
  asking = { what, label, must, ...(state ? { state } : {}) };
  draw();
}

function question(asked: NonNullable<typeof asking>): HTMLElement {
  const send = (): void => {
    const text = main.querySelector<HTMLTextAreaElement>("textarea")!.value.trim();
    if (text || !asked.must) void press(asked.what, { text, state: asked.state ?? "" });
  };
  const field = h("textarea", { rows: "3", maxlength: asked.what === "note" ? "1000" : "300", id: "words", enterkeyhint: "send" });
  return h("nav", { class: "deeds" }, h("label", { for: "words" }, asked.label), field, button(word("send"), send, "big"), small([button(word("cancel"), () => ((asking = undefined), draw()))]));
}

// -- what is handed in ----------------------------------------------------------------------------------------------------------

function picture(): HTMLElement {
  const field = h("input", { type: "file", accept: "image/*", capture: "environment", class: "sr", change: (event) => void photo((event.target as HTMLInputElement).files?.[0]) });
  return h("label", { class: "as-button" }, word("photo"), field);
}

/** Made smaller before it is kept: a queue of an hour fits, and the place that the camera wrote into it goes. */
async function photo(file?: File): Promise<void> {
  if (!file) return;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, 2560 / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
    canvas.getContext("2d")!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const small_one = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!small_one) throw new Error("canvas");
    await press("photo", { file: small_one });
  } catch {
    say(word("photo-refused"), true);
  }
}

async function voice(): Promise<void> {
  if (recorder) return recorder.stop();
  try {
    const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    const chunks: Blob[] = [];
    const begun = Date.now();
    const longest = known!.limits["voice-seconds"]!;
    recorder = new MediaRecorder(sound, { audioBitsPerSecond: 32_000 });
    recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
    const tick = setInterval(() => {
      recorded = Math.round((Date.now() - begun) / 1000);
      if (recorded >= longest) recorder?.stop();
      draw();
    }, 500);
    recorder.addEventListener("stop", () => {
      clearInterval(tick);
      for (const track of sound.getTracks()) track.stop();
      const seconds = Math.min(longest, Math.max(1, Math.round((Date.now() - begun) / 1000)));
      const file = new Blob(chunks, { type: recorder?.mimeType ?? "" });
      [recorder, recorded] = [undefined, 0];
      void press("voice", { file, seconds });
    });
    recorder.start(1000);
    draw();
  } catch {
    recorder = undefined;
    say(word("voice-refused"), true);
  }
}

// -- the beginning --------------------------------------------------------------------------------------------------------------

/** Whoever signs out with deeds that wait is asked first; then nothing of them stays on this phone. */
function startLeaving(): void {
  const form = document.querySelector<HTMLFormElement>("#out")!;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (queue.length && !confirm(word("leave", { n: queue.length }))) return;
    navigator.serviceWorker?.controller?.postMessage("forget");
    const leave = (): void => {
      const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]");
      if (token && known?.csrf) token.value = known.csrf;
      form.submit();
    };
    void forget(me).then(leave, leave);
  });
}

async function start(): Promise<void> {
  startLeaving();
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/crew/sw.js", { scope: "/crew/" }).catch(() => undefined);
  const before = await read<Snapshot>("snapshot").catch(() => undefined);
  if (before?.who.id === me) known = before;
  await count().catch(() => say(word("storage-refused"), true));
  draw();
  addEventListener("online", () => void contact());
  document.addEventListener("visibilitychange", () => void (document.hidden || contact()));
  setInterval(draw, 30_000);
  await contact();
}

void start();
