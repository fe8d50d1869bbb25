// <shape-map>: circles and polygons of a form drawn on a map by presses; the form's text fields stay what is sent, and the map follows
// what is typed into them. A polygon's field holds a corner a line (`lat lon`), a circle's `lat lon km`.
import type { Feature, FeatureCollection } from "geojson";
import { type GeoJSONSource, LngLatBounds, type Map as LibreMap } from "maplibre-gl";
import { colour } from "../theme";
import "./live-map";
import { disc } from "./told-place";

type Kind = "polygon" | "circle";
type Point = [lon: number, lat: number];
type Field = HTMLInputElement | HTMLTextAreaElement;

const EARTH_M = 6_371_000;
const LEAST_KM = 0.05;

/** Numbers as people type them: parted by spaces, commas or lines. */
function numbers(field: Field): number[] {
  const told = field.value.replaceAll(",", " ").trim().split(/\s+/).map(Number);
  return told.every(Number.isFinite) && field.value.trim() ? told : [];
}

function corners(field: Field): Point[] {
  const told = numbers(field);
  return Array.from({ length: Math.floor(told.length / 2) }, (_, at): Point => [told[2 * at + 1]!, told[2 * at]!]);
}

function metres([lon, lat]: Point, [east, north]: Point): number {
  const radians = Math.PI / 180;
  const x = (east - lon) * radians * Math.cos(((lat + north) / 2) * radians);
  return EARTH_M * Math.hypot(x, (north - lat) * radians);
}

const written = ([lon, lat]: Point) => `${lat.toFixed(5)} ${lon.toFixed(5)}`;

export class ShapeMap extends HTMLElement {
  private map?: LibreMap;
  private kind?: Kind;
  private field?: Field; // that presses write into

  connectedCallback(): void {
    const fold = this.closest("details");
    this.addEventListener("click", (event) => this.pressed((event.target as HTMLElement).closest("button")));
    this.closest("form")?.addEventListener("input", () => this.draw());
    if (!fold || fold.open) this.begin();
    else fold.addEventListener("toggle", () => this.begin(), { once: true }); // a map needs its size
  }

  private begin(): void {
    const map = document.createElement("live-map");
    map.className = "map-inset";
    map.setAttribute("aria-label", this.dataset.label ?? "");
    Object.assign(map.dataset, { only: "", entities: "", ...(this.dataset.bounds ? { bounds: this.dataset.bounds } : {}) });
    map.addEventListener("map-made", (event) => this.dress((event as CustomEvent<LibreMap>).detail));
    this.append(map);
  }

  private dress(map: LibreMap): void {
    this.map = map;
    map.cooperativeGestures.disable();
    map.on("click", (event) => this.put([event.lngLat.lng, event.lngLat.lat]));
    map.on("style.load", () => this.draw());
    if (map.isStyleLoaded()) this.draw();
    const shapes = this.shapes();
    if (shapes.length) this.show(shapes);
  }

  private fields(kind: Kind): Field[] {
    return [...(this.closest("form")?.querySelectorAll<Field>(`[name="${kind}"]`) ?? [])];
  }

  private pressed(button: HTMLButtonElement | null): void {
    if (!button) return;
    if (button.dataset.draw) this.choose(button.dataset.draw as Kind);
    else if (button.hasAttribute("data-draw-undo")) this.undo();
    else if (button.hasAttribute("data-draw-clear")) this.write("");
  }

  /** Goes on in the last field of its kind, or in the first that is empty; pressed again it ends. */
  private choose(kind: Kind): void {
    this.kind = this.kind === kind ? undefined : kind;
    const fields = this.kind ? this.fields(this.kind) : [];
    this.field = fields.find((one) => !one.value.trim()) ?? fields.at(-1);
    for (const button of this.querySelectorAll<HTMLElement>("[data-draw]")) button.setAttribute("aria-pressed", String(button.dataset.draw === this.kind));
    if (this.map) this.map.getCanvas().style.cursor = this.kind ? "crosshair" : "";
    this.say();
  }

  private put(point: Point): void {
    if (!this.field) return;
    if (this.kind === "polygon") return this.write([this.field.value.trim(), written(point)].filter(Boolean).join("\n"));
    const [centre] = corners(this.field);
    if (!centre || numbers(this.field).length > 2) this.write(written(point));
    else this.write(`${written(centre)} ${Math.max(LEAST_KM, metres(centre, point) / 1000).toFixed(2)}`);
  }

  private undo(): void {
    if (!this.field) return;
    const told = this.field.value.trim();
    const circle = numbers(this.field).length > 2 ? written(corners(this.field)[0]!) : "";
    this.write(this.kind === "polygon" ? told.split("\n").slice(0, -1).join("\n") : circle);
  }

  private write(text: string): void {
    if (!this.field) return;
    this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private say(): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-draw-undo], [data-draw-clear]")) button.disabled = !this.field?.value.trim();
  }

  private shapes(): Feature[] {
    const found: Feature[] = [];
    const point = (at: Point): Feature => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } });
    for (const field of this.fields("polygon")) {
      const ring = corners(field);
      found.push(...ring.map(point));
      if (ring.length > 2) found.push({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...ring, ring[0]!]] } });
      else if (ring.length === 2) found.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: ring } });
    }
    for (const field of this.fields("circle")) {
      const [centre] = corners(field);
      if (!centre) continue;
      const km = numbers(field)[2];
      found.push(point(centre), ...(km ? [disc(...centre, km * 1000)] : []));
    }
    return found;
  }

  private draw(): void {
    this.say();
    const data: FeatureCollection = { type: "FeatureCollection", features: this.shapes() };
    const source = this.map?.getSource<GeoJSONSource>("shapes");
    if (source) return void source.setData(data);
    const { map } = this;
    if (!map) return;
    const paint = colour("focus");
    map.addSource("shapes", { type: "geojson", data });
    map.addLayer({ id: "shapes-fill", type: "fill", source: "shapes", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": paint, "fill-opacity": 0.16 } });
    map.addLayer({ id: "shapes-rim", type: "line", source: "shapes", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": paint, "line-width": 2 } });
    map.addLayer({ id: "shapes-points", type: "circle", source: "shapes", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": paint, "circle-stroke-color": colour("surface"), "circle-stroke-width": 2 } });
  }

  private show(shapes: Feature[]): void {
    const bounds = new LngLatBounds();
    for (const shape of shapes) for (const at of outline(shape)) bounds.extend(at);
    this.map?.fitBounds(bounds, { padding: 40, maxZoom: 14, duration: 0 });
  }
}

function outline({ geometry }: Feature): Point[] {
  if (geometry.type === "Point") return [geometry.coordinates as Point];
  return geometry.type === "Polygon" ? (geometry.coordinates[0] as Point[]) : [];
}

customElements.define("shape-map", ShapeMap);
