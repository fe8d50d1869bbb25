// <live-map>: entities and open alarms on a ground that needs no network. Snapshot once, then changes from the page's stream.
// data-entities, data-alarms, data-areas, data-status: addresses; data-card: address of an entity's card (`{urn}`);
// data-entities="": only the ground. data-bounds="w,s,e,n": where to start; data-only="urn": an inset of one entity, without list, card and hash.
// data-circle="lon,lat,metres": a place and how exact it is.
import type { FeatureCollection } from "geojson";
import { AJAXError, AttributionControl, LngLatBounds, Map as LibreMap, NavigationControl, ScaleControl, addProtocol, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";
import css from "asset:maplibre-gl/dist/maplibre-gl.css";
import worker from "asset:maplibre-gl/dist/maplibre-gl-worker.mjs";
import base from "asset:../../geo/base.pmtiles";
import { json } from "../asking";
import { freshen, now } from "../freshness";
import { type Change, type RoomEvent, continueFrom } from "../live";
import { onThemeChange } from "../theme";
import { word } from "../words";
import { LAYERS, hiddenLayers, layerChooser, legend, lockButton, note, zoomButtons } from "./controls";
import { Borders } from "./borders";
import { Ground } from "./ground";
import { MapList } from "./list";
import { type Alarm, Store, type Thing } from "./store";
import { ENTITY_LAYERS, type Sources, labelField, nameLayer, style } from "./style";
import { RANK, type State, addSymbols } from "./symbols";
import { drawToldPlace } from "./told-place";

interface Snapshot {
  cursor: string;
  stale_after_s: number;
  truncated: boolean;
  entities: Thing[];
}

interface Status {
  streets: { loaded: boolean; url?: string; licence?: string };
}

const here = (file: string) => new URL(file, import.meta.url).href;
const NEAR = 12; // a chosen entity among its neighbours
const VIET_NAM: [number, number, number, number] = [102.1, 8.2, 110.2, 23.5];

setWorkerUrl(here(worker));
const archives = new Protocol();
addProtocol("pmtiles", async (wanted, abort) => {
  const answer = (await archives.tile(wanted, abort)) as { data: ArrayBuffer | object };
  // what an archive leaves out is missing, not empty: a sparse source then shows its coarser tile
  if (wanted.type === "arrayBuffer" && !(answer.data as ArrayBuffer).byteLength) throw new AJAXError(404, "", wanted.url, new Blob());
  return answer;
});

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export class LiveMap extends HTMLElement {
  private readonly store = new Store();
  private map!: LibreMap; // stands only after its sheet and fonts: until then there is the list
  made?: LibreMap; // the same, for a page that draws more on it
  private list?: MapList;
  private lock?: HTMLButtonElement;
  private sources: Sources = { base: here(base) };
  private staleAfterMs = 3 * 3_600_000;
  private chosen?: string;
  private drawing = false;

  async connectedCallback(): Promise<void> {
    if (this.map) return;
    const inset = this.dataset.only !== undefined;
    if (!inset) this.openList();
    this.listen();
    const known = Promise.all([this.loadEntities(), this.loadAlarms()]); // first of all: the list needs no map
    const listed = known.then(() => this.draw(true));
    // starting to draw blocks the page for up to a second: the list comes before it, unless its answer is slow
    const [status] = await Promise.all([this.streets(), this.loadSheet(), Promise.race([listed, pause(500)])]);
    await pause(0);
    const { loaded, url, licence } = status.streets;
    if (loaded) this.sources.streets = { url: new URL(url ?? "/map/streets.pmtiles", location.href).href, licence: licence ?? "" };
    const ground = new Ground(this, archives, this.sources.base);
    try {
      this.map = this.makeMap(inset);
    } catch {
      return ground.say(word("map-cannot-draw")); // no WebGL: the list holds the same
    }
    if (!inset) this.dress(loaded);
    ground.follow(this.map);
    // the style, not the ground's tiles: what is abnormal does not wait for the coast
    this.map.once("style.load", () => void known.then(() => this.begin(inset)));
  }

  private streets(): Promise<Status> {
    return json<Status>(this.dataset.status ?? "/map/status.json").catch((): Status => ({ streets: { loaded: false } }));
  }

  private async loadSheet(): Promise<void> {
    await Promise.all(['12px "Be Vietnam Pro"', '500 12px "Be Vietnam Pro Medium"'].map((font) => document.fonts.load(font, "Hoàng Sa").catch(() => undefined)));
    if (document.querySelector("link[data-map-sheet]")) return;
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: here(css) });
    link.dataset.mapSheet = "";
    document.head.prepend(link);
    await new Promise((resolve) => {
      link.addEventListener("load", resolve, { once: true });
      link.addEventListener("error", resolve, { once: true }); // a map without its buttons' looks is still a map
    });
  }

  private makeMap(inset: boolean): LibreMap {
    const bounds = this.dataset.bounds?.split(",").map(Number) as [number, number, number, number] | undefined;
    const place = Object.assign(document.createElement("div"), { className: "map-canvas" });
    this.prepend(place);
    const map = new LibreMap({
      container: place,
      style: style(this.sources),
      bounds: bounds ?? VIET_NAM,
      fitBoundsOptions: { padding: { top: 24, right: 24, bottom: 24, left: inset ? 24 : this.legendWidth() }, maxZoom: this.dataset.circle ? 16 : 13 },
      maxBounds: [92, 1, 127, 28],
      minZoom: 3.5,
      maxZoom: 18,
      hash: inset ? false : "map",
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      interactive: true,
      cooperativeGestures: inset,
      fadeDuration: 0,
      locale: { "CooperativeGesturesHandler.WindowsHelpText": word("map-ctrl"), "CooperativeGesturesHandler.MacHelpText": word("map-ctrl"), "CooperativeGesturesHandler.MobileHelpText": word("map-fingers") },
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new AttributionControl({ compact: true }), "bottom-right");
    if (inset) map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    else map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-right");
    map.getCanvas().setAttribute("aria-label", word("map"));
    map.once("load", () => place.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show"));
    this.made = map;
    this.dispatchEvent(new CustomEvent("map-made", { detail: map })); // a page that draws more on it (the desk)
    map.on("style.load", () => {
      addSymbols(map);
      if (this.dataset.circle) drawToldPlace(map, this.dataset.circle);
      this.showLayers(inset ? new Set(["labels"]) : hiddenLayers());
    });
    return map;
  }

  /** What the open legend hides at the left; on a phone it is closed. */
  private legendWidth(): number {
    return this.clientWidth > 700 ? 140 : 24;
  }

  private openList(): void {
    const root = document.querySelector<HTMLElement>("[data-map-list]");
    if (!root) return;
    this.list = new MapList(root, (id) => this.choose(id, true));
    document.addEventListener("keydown", (event) => {
      if (event.code === "Escape" && !document.querySelector("dialog[open]")) this.close();
    });
    document.querySelector("[data-map-panel]")?.addEventListener("click", (event) => {
      if ((event.target as HTMLElement).closest("[data-map-close]")) this.close();
    });
    this.list.onChange(() => this.draw());
  }

  private dress(streets: boolean): void {
    const tools = Object.assign(document.createElement("div"), { className: "map-tools" });
    this.lock = lockButton(() => this.follow(true));
    tools.append(zoomButtons((step) => this.map.easeTo({ zoom: this.map.getZoom() + step, duration: 150 })), layerChooser(streets, (hidden) => this.showLayers(hidden)), this.lock);
    const foot = Object.assign(document.createElement("div"), { className: "map-foot" });
    foot.append(legend());
    if (!streets) foot.append(note(word("streets-missing")));
    this.append(tools, foot);
    if (location.hash.includes("map=")) this.follow(false);
    for (const gesture of ["dragstart", "wheel", "touchmove", "dblclick", "boxzoomstart"] as const) this.map.on(gesture as "dragstart", () => this.follow(false));
    this.map.on("click", (event) => {
      const box: [[number, number], [number, number]] = [[event.point.x - 8, event.point.y - 8], [event.point.x + 8, event.point.y + 8]];
      const found = this.map.queryRenderedFeatures(box, { layers: ENTITY_LAYERS }).sort((a, b) => b.properties.rank - a.properties.rank)[0];
      if (found) this.choose(String(found.properties.id), false);
      else this.close();
    });
    this.map.on("mousemove", ENTITY_LAYERS, () => (this.map.getCanvas().style.cursor = "pointer"));
    this.map.on("mouseleave", ENTITY_LAYERS, () => (this.map.getCanvas().style.cursor = ""));
  }

  private begin(inset: boolean): void {
    const borders = new Borders(this.map, this, this.dataset.areas);
    borders.load();
    this.map.on("moveend", () => void borders.loadAreas());
    this.map.on("style.load", () => borders.load()); // of another theme
    this.draw(true);
    if (this.dataset.only) return this.mark(this.dataset.only);
    if (this.isFollowing() && !this.dataset.bounds) this.fit();
    const wanted = new URLSearchParams(location.hash.slice(1)).get("entity");
    if (wanted) this.choose(wanted, true);
    this.setAttribute("data-ready", "");
  }

  private async loadEntities(): Promise<void> {
    if (this.dataset.entities === "") return; // only the ground is wanted
    const query = this.dataset.only ? `?urn=${encodeURIComponent(this.dataset.only)}` : "";
    const snapshot = await json<Snapshot>((this.dataset.entities ?? "/map/entities.json") + query).catch(() => undefined);
    this.list?.answered("things", !!snapshot);
    if (!snapshot) return this.later("things", () => this.loadEntities());
    this.staleAfterMs = snapshot.stale_after_s * 1000;
    this.store.replace(snapshot.entities);
    this.store.truncated = snapshot.truncated;
    continueFrom(snapshot.cursor);
  }

  private readonly waiting = new Set<string>();

  /** What did not come is asked for again: a list that stays empty for want of an answer would say that all is well. */
  private later(what: string, load: () => Promise<unknown>): void {
    if (this.waiting.has(what)) return;
    this.waiting.add(what);
    setTimeout(() => {
      this.waiting.delete(what);
      void load().then(() => this.draw());
    }, 5000);
  }

  private readonly strangers = new Set<string>();
  private readonly elsewhere = new Set<string>(); // asked for, and not for this map: without a place, or out of scope

  /** Something the snapshot did not hold: asked for, many in one question, and at most once a second. */
  private meet(change: Change): void {
    if (this.dataset.only || this.dataset.entities === "" || (this.elsewhere.has(change.id) && !("location" in change.attrs))) return;
    this.strangers.add(change.id);
    if (this.strangers.size === 1) setTimeout(() => void this.welcome(), 1000);
  }

  private async welcome(): Promise<void> {
    const ids = [...this.strangers].slice(0, 100);
    const address = this.dataset.entities ?? "/map/entities.json";
    const snapshot = await json<Snapshot>(`${address}?${new URLSearchParams(ids.map((id) => ["urn", id]))}`).catch(() => undefined);
    for (const id of ids) this.strangers.delete(id);
    if (this.strangers.size) setTimeout(() => void this.welcome(), 1000);
    if (!snapshot) return; // its next change asks again
    const found = new Set(snapshot.entities.map((thing) => thing.id));
    for (const id of ids) if (!found.has(id)) this.elsewhere.add(id);
    this.store.add(snapshot.entities);
    this.draw();
  }

  private async loadAlarms(): Promise<boolean> {
    if (!this.dataset.alarms) return false;
    const answer = await json<{ alarms: Alarm[] }>(this.dataset.alarms).catch(() => undefined);
    this.list?.answered("alarms", !!answer);
    if (!answer) this.later("alarms", () => this.loadAlarms());
    return answer ? this.store.setAlarms(answer.alarms) : false;
  }

  private source(name: string): { setData(data: FeatureCollection): void } {
    return this.map.getSource(name) as unknown as { setData(data: FeatureCollection): void };
  }

  private listen(): void {
    const { body } = document;
    body.addEventListener("dothi:entity", (event) => {
      const change = (event as CustomEvent<Change>).detail;
      if (this.store.apply(change)) this.draw();
      else this.meet(change);
      if (change.id === this.chosen) this.refreshCard();
    });
    body.addEventListener("dothi:alarms", async (event) => {
      const changed = await this.loadAlarms();
      this.draw();
      if (changed && this.isFollowing()) this.fit();
      const entity = (event as CustomEvent<RoomEvent | undefined>).detail?.payload?.entity;
      if (entity === this.chosen) this.refreshCard();
    });
    setInterval(() => this.draw(), 30_000); // figures grow old without any message
    onThemeChange(() => {
      if (!this.map) return;
      this.map.setStyle(style(this.sources), { diff: false });
      this.map.once("style.load", () => {
        this.draw();
        if (this.chosen) this.mark(this.chosen);
      });
    });
  }

  private state = (thing: Thing): State => this.store.state(thing, now(), this.staleAfterMs);

  /** At most four times a second, however fast the changes come; the first time without waiting. */
  private draw(atOnce = false): void {
    if (atOnce) return this.paint();
    if (this.drawing) return;
    this.drawing = true;
    setTimeout(() => {
      this.drawing = false;
      this.paint();
    }, 250);
  }

  private paint(): void {
    if (this.map?.getSource("entities")) this.source("entities").setData({ type: "FeatureCollection", features: [...this.store.things.values()].map((thing) => this.feature(thing)) });
    this.list?.draw(this.store, this.state, this.chosen);
    this.dispatchEvent(new CustomEvent("drawn"));
  }

  private feature(thing: Thing): FeatureCollection["features"][number] {
    const state = this.state(thing);
    return {
      type: "Feature",
      properties: { id: thing.id, symbol: state, rank: RANK[state], label: thing.name },
      geometry: { type: "Point", coordinates: [thing.lon, thing.lat] },
    };
  }

  private isFollowing(): boolean {
    return this.lock?.getAttribute("aria-pressed") === "true";
  }

  /** Any gesture locks the view; the star gives it back to the alarms. */
  private follow(on: boolean): void {
    this.lock?.setAttribute("aria-pressed", String(on));
    if (this.lock) this.lock.title = word(on ? "follow" : "follow-again");
    if (on) this.fit();
  }

  private fit(): void {
    const alarmed = new Set(this.store.alarms.map((alarm) => alarm.entity));
    const things = [...this.store.things.values()];
    const wanted = things.filter((thing) => alarmed.has(thing.id));
    const bounds = new LngLatBounds();
    for (const thing of wanted.length ? wanted : things) bounds.extend([thing.lon, thing.lat]);
    if (!bounds.isEmpty()) this.map?.fitBounds(bounds, { padding: { top: 80, right: 80, bottom: 80, left: Math.max(80, this.legendWidth()) }, maxZoom: 13, duration: 300 });
  }

  private showLayers(hidden: Set<string>): void {
    for (const [name, layers] of Object.entries(LAYERS)) {
      for (const layer of layers) if (this.map.getLayer(layer)) this.map.setLayoutProperty(layer, "visibility", hidden.has(name) ? "none" : "visible");
    }
    for (const layer of ENTITY_LAYERS) this.map.setLayoutProperty(nameLayer(layer), "text-field", hidden.has("labels") ? "" : labelField(layer !== "entities"));
  }

  private mark(id: string): void {
    if (!this.map?.getSource("chosen")) return;
    const thing = this.store.things.get(id);
    const features = thing ? [this.feature(thing)] : [];
    this.source("chosen").setData({ type: "FeatureCollection", features });
    if (thing && this.dataset.only) this.map.jumpTo({ center: [thing.lon, thing.lat], zoom: 12.5 });
  }

  private choose(id: string, move: boolean): void {
    this.chosen = id;
    this.mark(id);
    const thing = this.store.things.get(id);
    if (thing && move) {
      this.follow(false);
      this.map?.easeTo({ center: [thing.lon, thing.lat], zoom: Math.max(this.map.getZoom(), NEAR), duration: 300 });
    }
    this.setHash(id);
    this.list?.draw(this.store, this.state, id);
    this.refreshCard();
  }

  private close(): void {
    if (!this.chosen) return;
    this.chosen = undefined;
    if (this.map?.getSource("chosen")) this.source("chosen").setData({ type: "FeatureCollection", features: [] });
    const panel = document.querySelector<HTMLElement>("[data-map-panel]");
    if (panel) panel.hidden = true;
    this.setHash(undefined);
    this.draw();
  }

  private setHash(entity: string | undefined): void {
    const parts = location.hash.slice(1).split("&").filter((part) => part && !part.startsWith("entity="));
    if (entity) parts.push(`entity=${entity}`);
    history.replaceState(history.state, "", `#${parts.join("&")}`);
  }

  private cardWaits = false;

  private refreshCard(): void {
    const panel = document.querySelector<HTMLElement>("[data-map-panel]");
    if (!panel || !this.chosen || this.cardWaits) return;
    this.cardWaits = true;
    const wait = panel.dataset.of === this.chosen && !panel.hidden ? 1000 : 0;
    setTimeout(() => {
      this.cardWaits = false;
      void this.loadCard(panel);
    }, wait);
  }

  private async loadCard(panel: HTMLElement): Promise<void> {
    const id = this.chosen;
    if (!id) return;
    const answer = await fetch(this.dataset.card!.replace("{urn}", encodeURIComponent(id)), { headers: { "X-Background": "1" } }).catch(() => undefined);
    if (!answer?.ok || id !== this.chosen) return;
    const text = await answer.text();
    if (panel.dataset.of === id && panel.dataset.text === text) return;
    panel.innerHTML = text;
    panel.dataset.of = id;
    panel.hidden = false;
    freshen(panel);
  }
}

customElements.define("live-map", LiveMap);
