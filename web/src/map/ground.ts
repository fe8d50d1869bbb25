// What the map says of itself while it has nothing to show: it is drawing, its ground does not come (it asks again), or it cannot draw here.
import type { Map as LibreMap, VectorTileSource } from "maplibre-gl";
import type { Protocol } from "pmtiles";
import { word } from "../words";
import { note } from "./controls";

const AGAIN_MS = 10_000;

export class Ground {
  private failed = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly archives: Protocol,
    private readonly address: string,
  ) {}

  follow(map: LibreMap): void {
    map.on("sourcedata", ({ tile, sourceId }) => {
      if (!tile) return;
      if (sourceId === "base") this.came();
      if (sourceId === "streets") this.place.querySelector("[data-streets-failed]")?.remove();
    });
    map.on("error", (event) => {
      const { sourceId } = event as { sourceId?: string };
      if (sourceId === "base") this.missed(map);
      if (sourceId === "streets") this.streetsMissed();
    });
    document.body.addEventListener("dothi:connection", (event) => {
      if ((event as CustomEvent<string>).detail === "live" && this.failed) this.ask(map);
    });
  }

  say(text: string): void {
    const line = this.place.querySelector("[data-waiting]") ?? this.line();
    line.textContent = text;
  }

  private came(): void {
    this.failed = false;
    this.place.querySelector("[data-waiting]")?.remove();
  }

  private missed(map: LibreMap): void {
    this.say(word("ground-failed"));
    if (this.failed) return;
    this.failed = true;
    setTimeout(() => this.failed && this.ask(map), AGAIN_MS);
  }

  /** An archive remembers that its head did not come: only a new one asks again. */
  private ask(map: LibreMap): void {
    this.failed = false;
    this.archives.tiles.delete(this.address);
    map.getSource<VectorTileSource>("base")?.setUrl(`pmtiles://${this.address}`);
  }

  private streetsMissed(): void {
    const foot = this.place.querySelector(".map-foot");
    if (!foot || foot.querySelector("[data-streets-failed]")) return;
    const told = note(word("streets-failed"));
    told.dataset.streetsFailed = "";
    foot.append(told);
  }

  private line(): HTMLElement {
    const line = Object.assign(document.createElement("p"), { className: "map-waiting" });
    line.dataset.waiting = "";
    line.setAttribute("role", "status");
    this.place.append(line);
    return line;
  }
}
