// Borders and names on the ground: provinces from far, communes of what is in view from near.
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as LibreMap } from "maplibre-gl";
import { json } from "../asking";
import { word } from "../words";
import { note } from "./controls";

export class Borders {
  private shown = "";

  constructor(
    private readonly map: LibreMap,
    private readonly place: HTMLElement,
    private readonly areas = "/territory/areas.geojson",
  ) {}

  load(): void {
    if (!this.areas) return; // only the ground is wanted
    this.shown = "";
    void this.loadNames();
    void this.loadAreas();
  }

  private async loadNames(): Promise<void> {
    const names = await json<FeatureCollection>("/map/places.json").catch(() => undefined);
    if (names) this.map.getSource<GeoJSONSource>("names")?.setData(names);
  }

  /** Boxes of half a degree, so that small moves ask nothing. */
  private address(): string {
    const zoom = Math.round(this.map.getZoom());
    if (zoom < 8) return `${this.areas}?level=1&zoom=6`;
    const { _sw: low, _ne: high } = this.map.getBounds();
    const box = [Math.floor(low.lng * 2), Math.floor(low.lat * 2), Math.ceil(high.lng * 2), Math.ceil(high.lat * 2)].map((half) => half / 2);
    return `${this.areas}?bbox=${box.join(",")}&zoom=${zoom < 11 ? 10 : 13}`;
  }

  async loadAreas(): Promise<void> {
    if (!this.areas) return;
    const address = this.address();
    if (address === this.shown) return;
    this.shown = address;
    const areas = await json<FeatureCollection>(address).catch(() => undefined);
    if (address !== this.shown) return;
    if (!areas) this.shown = ""; // the next move asks again
    else this.draw(areas);
  }

  private draw(areas: FeatureCollection): void {
    this.map.getSource<GeoJSONSource>("areas")?.setData(areas);
    this.place.querySelector("[data-approximate]")?.remove();
    if (!areas.features.some((area) => area.properties?.approximate)) return;
    const told = note(word("areas-approximate"));
    told.dataset.approximate = "";
    this.place.querySelector(".map-foot")?.append(told);
  }
}
