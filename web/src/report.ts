// The form by which citizens report, helped: photos first, the place, what is near, what it may be about; kept on the device until it was
// sent, also without network. The page works without this script as well.
import { part } from "./report/parts";
import { Photos } from "./report/photos";
import { Place } from "./report/place";
import { sendAll } from "./report/sending";
import { draft, dropDraft, dropSent, dropWaiting, type Fields, type Kept, keepDraft, sent, wait, waiting } from "./report/store";
import { word } from "./words";

const form = document.querySelector<HTMLFormElement>("#report")!;
const state = document.querySelector<HTMLElement>("#report-state")!;
const field = <T extends HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(name: string): T => form.elements.namedItem(name) as unknown as T;
const text = field<HTMLTextAreaElement>("text");
const category = field<HTMLSelectElement>("category");
const KEPT = ["place", "text", "category", "phone", "lon", "lat", "accuracy", "proposed"];
const LATER_MS = 500;
let key = crypto.randomUUID() as string;
let saving = 0;
let asking = 0;
let chosenByHand = category.value !== "";
let said = "";

form.classList.add("scripted");
for (const hidden of form.querySelectorAll<HTMLElement>("[data-scripted]")) hidden.hidden = false;

const photos = new Photos(form.querySelector("#shown-photos")!, Number(form.dataset.photos), Number(form.dataset.mb), (one) => say(one), later);
const place = new Place(form, () => {
  later();
  void lookAround();
});

// -- what is written is kept ----------------------------------------------------------------------------------------------------------

function fields(): Fields {
  return { key, ...Object.fromEntries(KEPT.map((name) => [name, field<HTMLInputElement>(name).value])) };
}

function kept(): Kept {
  return { key, to: location.pathname, fields: fields(), photos: photos.list };
}

function isEmpty(one: Kept): boolean {
  return !one.photos.length && !["place", "text", "lon"].some((name) => one.fields[name]?.trim());
}

function later(): void {
  for (const name of ["place", "text", "category"]) field(name).setCustomValidity("");
  clearTimeout(saving);
  saving = window.setTimeout(() => void save(), LATER_MS);
}

async function save(): Promise<void> {
  clearTimeout(saving);
  const one = kept();
  try {
    await (isEmpty(one) ? dropDraft() : keepDraft(one));
  } catch {
    say(word("storage"));
  }
}

function fill(one: Kept): void {
  key = one.key;
  for (const name of KEPT) field<HTMLInputElement>(name).value = one.fields[name] ?? "";
  photos.put(one.photos);
  place.again();
  chosenByHand = category.value !== "";
  void lookAround();
}

function clear(): void {
  key = crypto.randomUUID();
  form.reset();
  for (const name of KEPT) field<HTMLInputElement>(name).value = "";
  photos.put([]);
  place.again();
  chosenByHand = false;
  for (const id of ["nearby", "kinds", "places"]) document.getElementById(id)!.replaceChildren();
}

// -- what is proposed -----------------------------------------------------------------------------------------------------------------

async function lookAround(): Promise<void> {
  const shown = document.getElementById("nearby")!;
  if (!field("lon").value) return shown.replaceChildren();
  const asked = { lon: field("lon").value, lat: field("lat").value, accuracy: field("accuracy").value, category: category.value, text: text.value };
  const html = await part("gan-day/", asked);
  if (html !== undefined) shown.innerHTML = html;
}

async function propose(): Promise<void> {
  const shown = document.getElementById("kinds")!;
  const asked = text.value.trim();
  if (asked.length < 4 && !category.value) return shown.replaceChildren();
  const html = await part("loai/", { text: asked, category: category.value });
  if (html === undefined || text.value.trim() !== asked) return;
  if (html !== shown.dataset.html) shown.innerHTML = shown.dataset.html = html;
  mark();
}

/** Which proposal is taken. */
function mark(): void {
  for (const one of document.querySelectorAll<HTMLElement>("#kinds [data-category]")) one.setAttribute("aria-pressed", String(one.dataset.category === category.value));
}

document.getElementById("kinds")!.addEventListener("click", (event) => {
  const one = (event.target as HTMLElement).closest<HTMLElement>("[data-category]");
  if (!one) return;
  category.value = field("proposed").value = one.dataset.category!;
  chosenByHand = true;
  mark();
  later();
  void propose();
  void lookAround();
});

text.addEventListener("input", () => {
  clearTimeout(asking);
  asking = window.setTimeout(() => void propose(), LATER_MS);
});
text.addEventListener("change", () => void lookAround());
category.addEventListener("change", () => {
  chosenByHand = category.value !== "";
  void propose();
  void lookAround();
});
form.addEventListener("input", later);
// the browser's own words are of its language, not of the page's
for (const [name, key] of [["place", "needs-place"], ["category", "needs-kind"]] as const) field(name).addEventListener("invalid", () => field(name).setCustomValidity(word(key)));
for (const id of ["camera", "photos"]) {
  const input = document.getElementById(id) as HTMLInputElement;
  input.addEventListener("change", () => {
    const files = [...input.files!];
    input.value = "";
    void photos.add(files);
  });
}

// -- sending --------------------------------------------------------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});

async function submit(): Promise<void> {
  const one = kept();
  if (!one.fields.lon && !one.fields.place!.trim()) return ask(field("place"), word("needs-place"));
  if (!one.fields.text!.trim() && !one.photos.length) return ask(text, word("needs-words"));
  if (form.querySelector<HTMLInputElement>("[name=calm]")?.checked) one.fields.calm = "1";
  const button = form.querySelector<HTMLButtonElement>(".send")!;
  const label = button.textContent!;
  button.disabled = true;
  button.textContent = word("sending");
  try {
    await wait(one);
    await dropDraft();
  } catch {
    return form.submit(); // no store on this device: as without a script
  }
  clear();
  await send(one.key);
  button.textContent = label;
  button.disabled = false;
  if (state.childElementCount) state.scrollIntoView({ block: "nearest" }); // that it waits, say: it was sent from the end of the page
}

/** What is missing is said at its field, until something is written. */
function ask(one: HTMLInputElement | HTMLTextAreaElement, what: string): void {
  one.setCustomValidity(what);
  one.reportValidity();
}

/** `mine`: what was just pressed; its answer is gone to. */
async function send(mine = ""): Promise<void> {
  said = "";
  for (const outcome of await sendAll()) {
    if (outcome.to && outcome.one.key === mine) return location.assign(outcome.to);
    if (outcome.to) say(word("sent"), false, outcome.to);
    else if (outcome.one.key === mine) return mend({ ...outcome.one, error: outcome.error }, outcome.call);
  }
  await show();
  void askToBeWoken();
}

/** It was refused: back into the form, with why. */
async function mend(one: Kept, call = ""): Promise<void> {
  await dropWaiting(one.key);
  fill(one);
  await save();
  await show();
  say(word("refused", { why: one.error ?? "" }), true);
  if (!call) return;
  const link = Object.assign(document.createElement("a"), { className: "button button-primary", href: `tel:${call}`, textContent: `☎ ${call}` });
  const none = Object.assign(document.createElement("label"), { className: "check" });
  none.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "calm", value: "1" }), ` ${word("stop-none")}`);
  state.firstElementChild?.append(link);
  if (!form.querySelector("[name=calm]")) form.querySelector(".send")!.before(none);
}

function askToBeWoken(): Promise<void> {
  type Waking = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
  return waiting().then(async (left) => {
    if (!left.length || !("serviceWorker" in navigator)) return;
    const worker = (await navigator.serviceWorker.ready) as Waking;
    await worker.sync?.register("report-send").catch(() => undefined);
  });
}

// -- what the page says of it -----------------------------------------------------------------------------------------------------------

function line(tone: string, ...parts: (Node | string)[]): HTMLElement {
  const made = Object.assign(document.createElement("div"), { className: `notice ${tone}` });
  made.setAttribute("role", tone ? "alert" : "status");
  made.append(...parts);
  return made;
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  made.addEventListener("click", press);
  return made;
}

function say(what: string, bad = false, to = ""): void {
  said = what;
  const parts: (Node | string)[] = [what];
  if (to) parts.push(" ", Object.assign(document.createElement("a"), { href: to, textContent: word("sent-open") }));
  state.querySelector("[data-said]")?.remove();
  const made = line(bad ? "notice-bad" : "", ...parts);
  made.dataset.said = "";
  state.prepend(made);
  if (bad) state.scrollIntoView({ block: "nearest" });
}

async function show(): Promise<void> {
  const left = await waiting().catch(() => []);
  const lines = left.filter((one) => one.error).map((one) => line("notice-bad", word("refused", { why: one.error! }), " ", button(word("mend"), () => void mend(one))));
  const going = left.filter((one) => !one.error);
  if (going.length) {
    const drop = button(word("drop"), () => {
      if (confirm(word("drop-ask"))) void Promise.all(going.map((one) => dropWaiting(one.key))).then(show);
    });
    const told = line("waiting", Object.assign(document.createElement("p"), { textContent: going.length > 1 ? word("waiting", { n: going.length }) : word("waiting-one") }));
    told.setAttribute("role", "status");
    told.dataset.waiting = String(going.length);
    const row = Object.assign(document.createElement("div"), { className: "row" });
    row.append(button(word("send-now"), () => void send(going.length === 1 ? going[0]!.key : "")), drop);
    told.append(row);
    lines.push(told);
  }
  for (const one of await sent().catch(() => [])) {
    const link = Object.assign(document.createElement("a"), { href: one.to, textContent: word("sent-open") });
    link.addEventListener("click", () => void dropSent(one.key));
    lines.push(line("", `${word("sent")} `, link));
  }
  const keep = said ? state.querySelector("[data-said]") : null;
  state.replaceChildren(...(keep ? [keep] : []), ...lines);
}

// -- begin ----------------------------------------------------------------------------------------------------------------------------

async function begin(): Promise<void> {
  const before = await draft().catch(() => undefined);
  if (form.dataset.told) key = field("key").value; // the server's answer holds what was typed
  else if (before && !isEmpty(before)) {
    fill(before);
    say(word("draft-back"));
    state.querySelector("[data-said]")!.append(
      " ",
      button(word("draft-drop"), () => {
        clear();
        void dropDraft();
        said = "";
        void show();
      }),
    );
  }
  if (field("lon").value) place.again();
  void lookAround();
  if (chosenByHand || text.value) void propose();
  if ((await waiting().catch(() => [])).length) await send();
  else await show();
}

addEventListener("online", () => void send());
addEventListener("pagehide", () => void save());
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", (event) => event.data === "send" && void send());
  void navigator.serviceWorker.register("/phan-anh/sw.js", { scope: "/phan-anh/" });
}
(window.requestIdleCallback ?? setTimeout)(() => void begin()); // the page is seen and pressed first
