// The map's twin for keyboards and screen readers: the same alarms and entities as a list, in the same order of gravity.
import { ago } from "../freshness";
import { plain } from "../plain";
import { icon } from "../toasts";
import { number, word } from "../words";
import { type Alarm, type Store, type Thing } from "./store";
import { RANK, type State } from "./symbols";

const MOST = 300; // rows drawn at once; the last one says how many there are beyond

type Name = "alarms" | "things";

export class MapList {
  private readonly alarms: HTMLElement;
  private readonly things: HTMLElement;
  private readonly search: HTMLInputElement | null;
  private readonly known = new Set<Name>();
  private changed = (): void => undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly choose: (id: string) => void,
  ) {
    this.alarms = root.querySelector("[data-list=alarms]")!;
    this.things = root.querySelector("[data-list=things]")!;
    this.search = root.querySelector("input[type=search]");
    root.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("[data-entity]");
      if (row && !(event.target as HTMLElement).closest("a")) this.choose(row.dataset.entity!);
    });
    for (const tab of root.querySelectorAll<HTMLElement>("[data-tab]")) tab.addEventListener("click", () => this.show(tab.dataset.tab!));
  }

  onChange(redraw: () => void): void {
    this.changed = redraw;
    this.search?.addEventListener("input", redraw);
  }

  /** Until the first answer a list is loading; without an answer it says so, and above rows of before that they are of before. */
  answered(name: Name, came: boolean): void {
    if (came) this.known.add(name);
    this.root.querySelector(`[data-failed=${name}]`)?.remove();
    if (came) return;
    const told = Object.assign(document.createElement("li"), { className: "map-failed" });
    told.append(Object.assign(document.createElement("span"), { role: "alert", textContent: word(`${name}-failed`) }));
    told.dataset.failed = name;
    this.rows(name).prepend(told);
    this.rows(name).querySelector(".map-none")?.remove();
  }

  private rows(name: Name): HTMLElement {
    return name === "alarms" ? this.alarms : this.things;
  }

  private show(name: string): void {
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-tab]")) tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
    for (const list of this.root.querySelectorAll<HTMLElement>("[data-list]")) list.hidden = list.dataset.list !== name;
    if (this.search) this.search.parentElement!.hidden = name !== "things";
    this.changed();
  }

  /** Only the list that is seen: the other is drawn when its tab is chosen. */
  draw(store: Store, state: (thing: Thing) => State, chosen: string | undefined): void {
    if (this.known.has("alarms")) this.count("alarms", store.alarms.length);
    if (this.known.has("things")) this.count("things", store.things.size, store.truncated);
    if (this.isSeen("alarms")) this.drawAlarms(store, chosen);
    if (this.isSeen("things")) this.drawThings(store, state, chosen);
  }

  private isSeen(name: Name): boolean {
    return this.known.has(name) && !this.rows(name).hidden;
  }

  private drawAlarms(store: Store, chosen: string | undefined): void {
    const rows = store.alarms.slice(0, MOST).map((alarm) => alarmRow(alarm, store, chosen));
    fill(this.alarms, rows, store.alarms.length === 0 ? word("alarms-none") : beyond(store.alarms.length, "/alarms/"));
  }

  private drawThings(store: Store, state: (thing: Thing) => State, chosen: string | undefined): void {
    const wanted = plain(this.search?.value ?? "");
    const things = [...store.things.values()].filter((thing) => plain(`${thing.name} ${thing.id}`).includes(wanted));
    things.sort((a, b) => RANK[state(b)] - RANK[state(a)] || a.name.localeCompare(b.name, "vi"));
    const rows = things.slice(0, MOST).map((thing) => thingRow(thing, state(thing), store.newest(thing), chosen));
    fill(this.things, rows, things.length === 0 ? word("things-none") : beyond(things.length, "/entities/"));
  }

  private count(name: Name, n: number, more = false): void {
    const place = this.root.querySelector(`[data-count=${name}]`);
    if (place) place.textContent = number(n) + (more ? "+" : "");
  }
}

/** The way to the whole list, where rows were left out. */
function beyond(n: number, address: string): HTMLElement | undefined {
  return n > MOST ? Object.assign(document.createElement("a"), { href: address, textContent: word("list-beyond", { n: number(n - MOST) }) }) : undefined;
}

/** Keeps rows that did not change, so that nothing flickers and the focus stays; `last` stands below them. */
function fill(list: HTMLElement, rows: HTMLElement[], last: HTMLElement | string | undefined): void {
  if (last) {
    const line = Object.assign(document.createElement("li"), { className: "map-none" });
    line.append(last);
    rows.push(line);
  }
  const above = list.querySelector("[data-failed]") ? 1 : 0;
  rows.forEach((row, i) => {
    const old = list.children[i + above];
    if (!old) list.append(row);
    else if (old.outerHTML !== row.outerHTML) {
      const focused = old === document.activeElement || old.contains(document.activeElement);
      old.replaceWith(row);
      if (focused) row.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
    }
  });
  while (list.children.length > rows.length + above) list.lastElementChild!.remove();
}

function row(entity: string, chosen: boolean): [HTMLElement, HTMLElement] {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "map-row" });
  button.dataset.entity = entity;
  button.dataset.row = "";
  if (chosen) button.setAttribute("aria-current", "true");
  item.append(button);
  return [item, button];
}

function mark(state: State): HTMLElement {
  const shape = Object.assign(document.createElement("span"), { className: `severity severity-${state}` });
  shape.append(icon(`s-${state}`, "shape"), Object.assign(document.createElement("span"), { className: "sr", textContent: word(`severity-${state}`) }));
  return shape;
}

function age(at: number): HTMLElement {
  const time = document.createElement("time");
  if (!at) return time;
  time.dateTime = new Date(at).toISOString();
  time.dataset.ago = "";
  time.className = "map-age";
  time.textContent = ago(at);
  return time;
}

function alarmRow(alarm: Alarm, store: Store, chosen: string | undefined): HTMLElement {
  const state: State = alarm.kind === "no-data" ? "nodata" : alarm.severity;
  const [item, button] = row(alarm.entity, alarm.entity === chosen);
  const text = Object.assign(document.createElement("span"), { className: "map-row-text" });
  const where = store.things.get(alarm.entity)?.name ?? "";
  text.append(Object.assign(document.createElement("strong"), { textContent: alarm.title }));
  const below = [alarm.title.includes(where) ? "" : where, alarm.origin ? word(`origin-${alarm.origin}`) : ""].filter(Boolean).join(" · ");
  if (below) text.append(Object.assign(document.createElement("span"), { textContent: below, className: "muted" }));
  const facts = Object.assign(document.createElement("span"), { className: "map-row-facts" });
  facts.append(Object.assign(document.createElement("span"), { className: `severity severity-${state}`, textContent: word(`severity-${state}`) }));
  facts.append(age(Date.parse(alarm.raised_at)));
  facts.append(Object.assign(document.createElement("span"), { textContent: word(alarm.acknowledged ? "acknowledged" : "unacknowledged") }));
  text.append(facts);
  button.dataset.severity = state;
  button.append(mark(state), text);
  return item;
}

function thingRow(thing: Thing, state: State, newest: number, chosen: string | undefined): HTMLElement {
  const [item, button] = row(thing.id, thing.id === chosen);
  const text = Object.assign(document.createElement("span"), { className: "map-row-text" });
  text.append(Object.assign(document.createElement("strong"), { textContent: thing.name }));
  const facts = Object.assign(document.createElement("span"), { className: "map-row-facts" });
  facts.append(Object.assign(document.createElement("span"), { textContent: thing.type }), age(newest));
  const origins = new Set(Object.values(thing.attrs).map((value) => value.origin));
  for (const origin of origins) facts.append(Object.assign(document.createElement("span"), { textContent: word(`origin-${origin}`) }));
  text.append(facts);
  button.append(mark(state), text);
  return item;
}
