// What the desk draws over the city's map: units with their state, cases, numbered proposals of an address, the call's place with its circle.
import type { FeatureCollection, Feature } from "geojson";
import { type GeoJSONSource, LngLatBounds, type Map as LibreMap, Marker } from "maplibre-gl";
import { json } from "../asking";
import type { Change } from "../live";
import type { Missing } from "./missing";
import { disc, ring } from "../map/told-place";
import { colour } from "../theme";
import { icon } from "../toasts";
import { placeOf } from "./addresses";
import { say } from "./said";

interface Unit {
  id: string;
  urn: string;
  state: string;
  lon: number;
  lat: number;
  at: number; // when it was there (ms since 1970); 0: its home
}

interface Shown {
  units: Unit[];
  cases: { id: string; title: string; severity: string; lon: number; lat: number }[];
  call: { lon: number; lat: number; accuracy: number | null; source: string } | null;
}

/** What the server tells: units and cases only where they are not those of the mark that the question said. */
type Told = Pick<Shown, "call"> & Partial<Shown> & { mark: string };

const AT_MOST_MS = 2_000;
const FREE = ["available", "returning"];
const OFF = ["resting", "off-duty", "out-of-service"];
const AROUND_M = 300; // what is shown around a place, however exactly it is known
const STACK_PX = 21; // the height of a unit's name on the map

export class DeskMap {
  private map?: LibreMap;
  private shown: Shown = { units: [], cases: [], call: null };
  private units = new Map<string, Unit>(); // the same by what says where they are
  private have = "";
  private markers: Marker[] = [];
  private waiting = 0;
  private loading = false;
  private isPointing = false;
  private stood = "overview"; // where the map begins
  private about = "";
  private bounds?: LngLatBounds;

  constructor(
    private readonly desk: HTMLElement,
    private readonly missing: Missing,
    private readonly place: (lon: number, lat: number) => Promise<void>,
  ) {
    const host = desk.querySelector<HTMLElement & { made?: LibreMap }>("live-map");
    if (!host) return;
    if (host.made) this.begin(host.made);
    host.addEventListener("map-made", (event) => this.begin((event as CustomEvent<LibreMap>).detail));
    desk.addEventListener("desk:drawn", () => this.turn());
    for (const room of ["forces", "incidents", "calls"]) document.body.addEventListener(`dothi:${room}`, () => this.later());
    document.body.addEventListener("dothi:entity", (event) => this.move((event as CustomEvent<Change>).detail));
    desk.querySelector("[data-point]")?.addEventListener("click", () => this.point(!this.isPointing));
  }

  private begin(map: LibreMap): void {
    this.map = map;
    map.on("error", (event) => (event as { sourceId?: string }).sourceId === "base" && this.missing.set("map", true));
    map.on("sourcedata", ({ tile, sourceId }) => tile && sourceId === "base" && this.missing.set("map", false));
    map.cooperativeGestures.disable();
    const dress = () => {
      this.layers(map);
      this.draw();
    };
    if (map.getSource("entities")) dress(); // its style stands already
    map.on("style.load", dress);
    map.on("resize", () => this.go(0)); // units that come to stand below it make it smaller
    map.on("movestart", (event) => event.originalEvent && (this.bounds = undefined));
    map.on("click", (event) => {
      if (!this.isPointing) return;
      this.point(false);
      void this.place(event.lngLat.lng, event.lngLat.lat);
    });
    void this.load();
  }

  private layers(map: LibreMap): void {
    if (map.getSource("desk-units")) return;
    const empty: FeatureCollection = { type: "FeatureCollection", features: [] };
    map.addSource("desk-circle", { type: "geojson", data: empty });
    map.addSource("desk-units", { type: "geojson", data: empty });
    map.addLayer({ id: "desk-circle", type: "fill", source: "desk-circle", paint: { "fill-color": colour("focus"), "fill-opacity": 0.14 } });
    map.addLayer({ id: "desk-circle-rim", type: "line", source: "desk-circle", paint: { "line-color": colour("focus"), "line-width": 1.5, "line-dasharray": [3, 2] } });
    const ink = colour("ink");
    const ground = colour("surface");
    map.addLayer({ id: "desk-units", type: "circle", source: "desk-units", paint: { "circle-radius": ["match", ["get", "way"], "off", 3.5, 6], "circle-color": ["match", ["get", "way"], "busy", ink, ground], "circle-stroke-color": ["match", ["get", "way"], "off", colour("line-strong"), ink], "circle-stroke-width": 2 } });
    map.addLayer({ id: "desk-unit-names", type: "symbol", source: "desk-units", minzoom: 11.5, layout: { "text-field": ["get", "label"], "text-font": ["Be Vietnam Pro Medium"], "text-size": 11.5, "text-anchor": "left", "text-offset": [0.9, 0] }, paint: { "text-color": ink, "text-halo-color": ground, "text-halo-width": 1.6 } });
  }

  /** Of another call nothing of the one before may stand, however late the map's own answer comes. */
  private turn(): void {
    const { call = "", case: incident = "" } = this.desk.dataset;
    const about = call || incident;
    if (about !== this.about) {
      this.about = about;
      this.shown.call = null;
      this.draw();
      if (!this.placed) this.stand();
    }
    this.later();
  }

  /** What stands on the desk, where its place is known. */
  private get placed(): { lon: number; lat: number } | undefined {
    return this.shown.call ?? this.shown.cases.find((one) => one.id === this.desk.dataset.case);
  }

  /** Events come in floods; the map asks again at most every two seconds. */
  private later(): void {
    if (this.waiting) return;
    this.waiting = window.setTimeout(() => {
      this.waiting = 0;
      void this.load();
    }, this.loading ? AT_MOST_MS : 250);
    this.marks();
  }

  private async load(): Promise<void> {
    if (this.loading) return this.later();
    this.loading = true;
    const { call = "", case: incident = "" } = this.desk.dataset;
    const query = new URLSearchParams({ ...(call && { call }), ...(incident && { case: incident }), ...(this.have && { have: this.have }) });
    const told = await json<Told>(`/desk/map.json?${query}`).catch(() => undefined);
    setTimeout(() => (this.loading = false), AT_MOST_MS);
    if (!told) return; // the form goes on without a map
    if (call !== (this.desk.dataset.call ?? "")) return this.later(); // the answer is of a call that was left meanwhile
    this.take(told);
    this.draw();
    this.stand();
  }

  /** Where the stream has told of a unit since, it stays. */
  private take({ mark, call, units, cases }: Told): void {
    this.shown.call = call;
    if (!units || !cases) return;
    for (const unit of units) {
      const known = this.units.get(unit.urn);
      if (known && known.at > unit.at) Object.assign(unit, { lon: known.lon, lat: known.lat, at: known.at });
    }
    this.shown = { units, cases, call };
    this.units = new Map(units.filter((unit) => unit.urn).map((unit) => [unit.urn, unit]));
    this.have = mark;
  }

  private move(change: Change): void {
    const unit = this.units.get(change.id);
    const { value, observedAt = "" } = change.attrs.location ?? {};
    const point = value as { coordinates?: [number, number] } | undefined;
    const at = Date.parse(observedAt) || Date.now();
    if (!unit || !point?.coordinates || at < unit.at) return;
    [unit.lon, unit.lat] = point.coordinates;
    unit.at = at;
    if (!this.moving) this.moving = window.setTimeout(() => this.marks(), 500);
  }

  private moving = 0;

  private drawUnits(): void {
    this.moving = 0;
    const looked = this.looked();
    const features = [...stacked(this.shown.units)].flatMap(([, units]) => {
      const others = units.filter((unit) => !looked.has(unit.id));
      const label = others.length < units.length ? "" : others.length > 1 ? `${units[0]!.id} +${units.length - 1}` : units[0]!.id;
      return others.map((unit, number): Feature => ({ type: "Feature", properties: { label: number ? "" : label, way: way(unit) }, geometry: { type: "Point", coordinates: [unit.lon, unit.lat] } }));
    });
    this.map?.getSource<GeoJSONSource>("desk-units")?.setData({ type: "FeatureCollection", features });
  }

  private draw(): void {
    const { call } = this.shown;
    const features = call?.accuracy ? [disc(call.lon, call.lat, call.accuracy)] : [];
    this.map?.getSource<GeoJSONSource>("desk-circle")?.setData({ type: "FeatureCollection", features });
    this.marks();
  }

  private marks(): void {
    const { map } = this;
    if (!map) return;
    this.drawUnits(); // whoever is looked at now bears a mark instead of a circle
    for (const marker of this.markers) marker.remove();
    this.markers = [];
    for (const one of this.shown.cases) this.mark("desk-case", one.lon, one.lat, one.title, icon(`s-${one.severity}`, "shape"), one.id);
    const rows = [...this.desk.querySelectorAll<HTMLElement>("[data-place]")];
    rows.forEach((row, number) => this.mark("desk-candidate", placeOf(row).lon, placeOf(row).lat, placeOf(row).name, document.createTextNode(String(number + 1))).addEventListener("click", () => row.click()));
    if (this.shown.call) this.mark("desk-pin", this.shown.call.lon, this.shown.call.lat, say("pin"), document.createTextNode(""));
    const looked = this.looked();
    for (const [, units] of stacked(this.shown.units.filter((unit) => looked.has(unit.id)))) units.forEach((unit, number) => this.mark("desk-chosen", unit.lon, unit.lat, unit.id, document.createTextNode(unit.id), "", number * STACK_PX));
    if (rows.length) this.fit(rows.map((row) => [placeOf(row).lon, placeOf(row).lat]), rows.map((row) => row.dataset.name).join());
  }

  private mark(kind: string, lon: number, lat: number, title: string, inside: Node, incident = "", down = 0): HTMLElement {
    const element = document.createElement(incident ? "button" : "span");
    element.className = kind;
    element.title = title;
    element.append(inside);
    if (incident) element.dataset.lookCase = incident;
    this.markers.push(new Marker({ element, anchor: kind === "desk-pin" ? "bottom" : "center", offset: [0, down] }).setLngLat([lon, lat]).addTo(this.map!));
    return element;
  }

  /** Goes to the place once it is known, and to those who would go; back over the city for a call without a place; never because something else changed. */
  private stand(): void {
    if (this.desk.querySelector("[data-place]")) return; // proposals of an address are looked at
    const at = this.placed;
    if (!at) return this.overview();
    const looked = this.looked();
    const units = this.shown.units.filter((unit) => looked.has(unit.id)).map((unit): [number, number] => [unit.lon, unit.lat]);
    const around = ring(at.lon, at.lat, Math.max(this.shown.call?.accuracy ?? 0, AROUND_M));
    this.fit([...around, ...units], `${at.lon} ${at.lat} ${[...looked].join()}`);
  }

  /** The units somebody looks at now: those ticked to go, and those that went to the case. They bear their name; the layer below leaves them out. */
  private looked(): Set<string> {
    const ticked = [...this.desk.querySelectorAll<HTMLInputElement>("form[data-send] input:checked")].map((box) => box.value);
    const sent = [...this.desk.querySelectorAll(".unit-sent .call-sign")].map((sign) => sign.textContent ?? "");
    return new Set([...ticked, ...sent]);
  }

  private overview(): void {
    const sides = this.desk.querySelector<HTMLElement>("live-map")?.dataset.bounds?.split(",").map(Number) ?? [];
    const [west, south, east, north] = sides;
    if (west === undefined || south === undefined || east === undefined || north === undefined) return;
    this.fit([[west, south], [east, north]], "overview");
  }

  private fit(points: [number, number][], what: string): void {
    if (what === this.stood || !this.map) return;
    this.stood = what;
    this.bounds = new LngLatBounds();
    for (const point of points) this.bounds.extend(point);
    this.go(matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300);
  }

  /** `bounds` is what the desk wants to be seen; forgotten once a hand moves the map. */
  private go(duration: number): void {
    if (this.bounds) this.map?.fitBounds(this.bounds, { padding: 56, maxZoom: 15.5, duration });
  }

  private point(on: boolean): void {
    this.isPointing = on;
    this.desk.querySelector("[data-point]")?.setAttribute("aria-pressed", String(on));
    if (this.map) this.map.getCanvas().style.cursor = on ? "crosshair" : "";
  }
}

/** How a unit is drawn: an empty circle is free, a filled one at work, a small grey one off. */
function way(unit: Unit): string {
  return FREE.includes(unit.state) ? "free" : OFF.includes(unit.state) ? "off" : "busy";
}

/** Units that stand together (a station's, within some ten metres), so that their names are said once and not one over the other. */
function stacked(units: Unit[]): Map<string, Unit[]> {
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const where = `${unit.lon.toFixed(4)} ${unit.lat.toFixed(4)}`;
    found.set(where, [...(found.get(where) ?? []), unit]);
  }
  return found;
}
