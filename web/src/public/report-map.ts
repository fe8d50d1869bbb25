// <report-map>: released reports on the public's map. Cells with counts while much land is seen, points of a coarse grid close by.
// data-reports: address of the GeoJSON with the list's filters; data-areas: borders; data-bounds: where to start.
import type { FeatureCollection, Point } from "geojson";
import type { GeoJSONSource, Map as LibreMap, MapGeoJSONFeature } from "maplibre-gl";
import { json } from "../asking";
import { colour } from "../theme";
import "../map/live-map";
import { FONT_STRONG } from "../map/style";

const LAYERS = ["report-cells", "report-points"];
const PAUSE_MS = 250;
const CLOSER = 2; // zooms that a press on a cell goes nearer

interface Found {
  code?: string;
  name?: string;
  word?: string;
  path?: string;
  origin?: string; // in words; empty: live
  count?: number;
  not_live?: number;
}

export class ReportMap extends HTMLElement {
  private map?: LibreMap;
  private said!: HTMLElement;
  private timer = 0;
  private asked = "";

  connectedCallback(): void {
    const map = document.createElement("live-map");
    map.className = "map-inset";
    map.setAttribute("aria-label", this.dataset.label ?? "");
    Object.assign(map.dataset, { only: "", entities: "", areas: this.dataset.areas, ...(this.dataset.bounds ? { bounds: this.dataset.bounds } : {}) });
    map.addEventListener("map-made", (event) => this.dress((event as CustomEvent<LibreMap>).detail));
    this.said = Object.assign(document.createElement("div"), { className: "public-map-said" });
    this.said.setAttribute("aria-live", "polite");
    this.append(map, this.said);
  }

  private dress(map: LibreMap): void {
    this.map = map;
    const ask = () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
    };
    map.on("moveend", ask);
    map.on("style.load", () => {
      this.asked = "";
      void this.ask();
    });
    for (const layer of LAYERS) {
      map.on("click", layer, ({ features }) => this.pressed(features ?? []));
      map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
      map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
    }
    if (map.isStyleLoaded()) void this.ask();
  }

  private async ask(): Promise<void> {
    const { map } = this;
    if (!map) return;
    const { _sw: low, _ne: high } = map.getBounds();
    const box = [low.lng, low.lat, high.lng, high.lat].map((degree) => degree.toFixed(4)).join(",");
    const address = `${this.dataset.reports}&bbox=${box}&zoom=${map.getZoom().toFixed(1)}`;
    if (address === this.asked) return;
    this.asked = address;
    const found = await json<FeatureCollection>(address).catch(() => undefined);
    if (address === this.asked && found) this.draw(found);
    else if (!found) this.asked = "";
  }

  private draw(data: FeatureCollection): void {
    const { map } = this;
    const source = map?.getSource<GeoJSONSource>("reports");
    if (source) return void source.setData(data);
    if (!map) return;
    const [ink, ground, abnormal] = [colour("ink"), colour("surface"), colour("ink-2")];
    map.addSource("reports", { type: "geojson", data });
    map.addLayer({ id: "report-cells", type: "circle", source: "reports", filter: ["has", "count"], paint: { "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 11, 30, 26], "circle-color": ground, "circle-stroke-color": abnormal, "circle-stroke-width": 2 } });
    map.addLayer({ id: "report-counts", type: "symbol", source: "reports", filter: ["has", "count"], layout: { "text-field": ["concat", ["get", "count"], ["case", [">", ["get", "not_live"], 0], "*", ""]], "text-font": FONT_STRONG, "text-size": 14, "text-allow-overlap": true }, paint: { "text-color": ink } });
    map.addLayer({ id: "report-points", type: "circle", source: "reports", filter: ["has", "code"], paint: { "circle-radius": 8, "circle-color": abnormal, "circle-stroke-color": ground, "circle-stroke-width": 2 } });
  }

  /** A cell: nearer. Points: their names, which lead to their pages; several lie on one place of the grid. */
  private pressed(features: MapGeoJSONFeature[]): void {
    const [first] = features;
    if (!first || !this.map) return;
    if ((first.properties as Found).count) {
      const [lon, lat] = (first.geometry as Point).coordinates as [number, number];
      return void this.map.easeTo({ center: [lon, lat], zoom: this.map.getZoom() + CLOSER });
    }
    const list = document.createElement("ul");
    for (const { properties } of features) list.append(this.line(properties as Found));
    this.said.replaceChildren(list);
  }

  private line({ code, name, word, origin, path }: Found): HTMLElement {
    const line = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: path ?? "", textContent: `${name} · ${code}` });
    line.append(link, ` ${[word, origin].filter(Boolean).join(" · ")}`);
    return line;
  }
}

customElements.define("report-map", ReportMap);
