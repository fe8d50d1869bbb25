// Streets of an imported OSM extract: grey lines and names, quiet in both themes. Layers as `dothi map import` writes them.
import type { LayerSpecification } from "maplibre-gl";
import type { Ground } from "./style";
import { LARGE } from "./symbols";

const NAME_FONT = ["Be Vietnam Pro"];

export function streetLayers(g: Ground): LayerSpecification[] {
  const width = (thin: number, thick: number) => ["interpolate", ["exponential", 1.5], ["zoom"], 10, thin, 17, thick] as unknown as number;
  return [
    { id: "streets-green", type: "fill", source: "streets", "source-layer": "green", paint: { "fill-color": g.green } },
    { id: "streets-water", type: "fill", source: "streets", "source-layer": "water", paint: { "fill-color": g.sea } },
    { id: "streets-rivers", type: "line", source: "streets", "source-layer": "rivers", paint: { "line-color": g.sea, "line-width": width(0.8, 6) } },
    { id: "streets-rails", type: "line", source: "streets", "source-layer": "rails", minzoom: 10, paint: { "line-color": g.border, "line-width": 0.8, "line-dasharray": [6, 3] } },
    { id: "streets-building", type: "fill", source: "streets", "source-layer": "buildings", minzoom: 14, paint: { "fill-color": g.building } },
    {
      id: "streets-minor",
      type: "line",
      source: "streets",
      "source-layer": "roads",
      filter: ["==", ["get", "rank"], 3],
      minzoom: 12,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": g.street, "line-width": width(0.4, 9) },
    },
    {
      id: "streets-main",
      type: "line",
      source: "streets",
      "source-layer": "roads",
      filter: ["<=", ["get", "rank"], 2],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": g.streetMain, "line-width": width(0.8, 16) },
    },
    {
      id: "streets-names",
      type: "symbol",
      source: "streets",
      "source-layer": "roads",
      minzoom: 13,
      layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": NAME_FONT, "text-size": 11.5 * LARGE },
      paint: { "text-color": g.name, "text-halo-color": g.halo, "text-halo-width": 1.5 },
    },
  ];
}
