// What the map knows: the snapshot of entities and alarms, and every change after it. Pure: no map, no page.
import type { Change } from "../live";
import { RANK, type State } from "./symbols";

export interface Value {
  value: unknown;
  unitCode?: string;
  observedAt?: string;
  origin: string;
}

export interface Thing {
  id: string;
  type: string;
  name: string;
  lon: number;
  lat: number;
  unit: number | null;
  attrs: Record<string, Value>;
}

export interface Alarm {
  alarm: number;
  entity: string;
  severity: "critical" | "high" | "medium" | "low";
  title: string;
  kind?: string;
  acknowledged: boolean;
  raised_at: string;
  origin?: string;
  url?: string;
}

export class Store {
  readonly things = new Map<string, Thing>();
  alarms: Alarm[] = [];
  truncated = false; // there is more than the snapshot told
  private worst = new Map<string, State>();

  replace(things: Thing[]): void {
    this.things.clear();
    this.add(things);
  }

  add(things: Thing[]): void {
    for (const thing of things) this.things.set(thing.id, thing);
  }

  /** Applies one change; false when it is of something the map does not show (new, or elsewhere). */
  apply(change: Change): boolean {
    if (change.deleted) {
      this.things.delete(change.id);
      return true;
    }
    const thing = this.things.get(change.id);
    if (!thing) return false;
    for (const attr of change.ended ?? []) delete thing.attrs[attr];
    for (const [attr, value] of Object.entries(change.attrs)) {
      const before = thing.attrs[attr]?.observedAt;
      // as instants: "…00.052Z" sorts before "…00Z" as text
      if (before && value.observedAt && Date.parse(value.observedAt) < Date.parse(before)) continue;
      if (attr === "location") this.move(thing, value.value);
      else if (attr === "name" && typeof value.value === "string") thing.name = value.value;
      else thing.attrs[attr] = value;
    }
    return true;
  }

  private move(thing: Thing, place: unknown): void {
    const point = place as { type?: string; coordinates?: [number, number] };
    if (point?.type === "Point" && point.coordinates) [thing.lon, thing.lat] = point.coordinates;
  }

  setAlarms(alarms: Alarm[]): boolean {
    const mark = (list: Alarm[]) => list.map((a) => a.alarm).sort().join();
    const changed = mark(alarms) !== mark(this.alarms);
    this.alarms = alarms.toSorted((a, b) => RANK[b.severity] - RANK[a.severity] || b.raised_at.localeCompare(a.raised_at));
    this.worst = new Map();
    for (const alarm of this.alarms) {
      const state: State = alarm.kind === "no-data" ? "nodata" : alarm.severity;
      const before = this.worst.get(alarm.entity);
      if (!before || RANK[state] > RANK[before]) this.worst.set(alarm.entity, state);
    }
    return changed;
  }

  newest(thing: Thing): number {
    return Math.max(0, ...Object.values(thing.attrs).map((value) => Date.parse(value.observedAt ?? "") || 0));
  }

  /** Its worst open alarm; without any, old figures are no figures. */
  state(thing: Thing, now: number, staleAfterMs: number): State {
    const alarmed = this.worst.get(thing.id);
    if (alarmed) return alarmed;
    return now - this.newest(thing) > staleAfterMs ? "nodata" : "normal";
  }
}
