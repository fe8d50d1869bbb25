// A place as somebody told it, with how exact that is: a ring of so many metres on the ground and a point in it. For whole maps and insets.
import type { Map as LibreMap } from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import { colour } from "../theme";

/** Draws `lon,lat,metres`; of nought metres there is the point alone. After every `style.load`, a new theme forgets it. */
export function drawToldPlace(map: LibreMap, told: string): void {
  const [lon, lat, metres] = told.split(",").map(Number);
  if (![lon, lat, metres].every(Number.isFinite) || map.getSource("told-place")) return;
  const point: Feature = { type: "Feature", properties: { point: true }, geometry: { type: "Point", coordinates: [lon!, lat!] } };
  const data: FeatureCollection = { type: "FeatureCollection", features: metres! > 0 ? [disc(lon!, lat!, metres!), point] : [point] };
  const paint = colour("focus");
  map.addSource("told-place", { type: "geojson", data });
  map.addLayer({ id: "told-place-fill", type: "fill", source: "told-place", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": paint, "fill-opacity": 0.14 } });
  map.addLayer({ id: "told-place-rim", type: "line", source: "told-place", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": paint, "line-width": 1.5, "line-dasharray": [3, 2] } });
  map.addLayer({ id: "told-place-point", type: "circle", source: "told-place", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 6, "circle-color": paint, "circle-stroke-color": colour("surface"), "circle-stroke-width": 2 } });
}

/** The outline of a circle of so many metres on the ground. */
export function ring(lon: number, lat: number, metres: number): [number, number][] {
  const degree = metres / 111_320;
  return Array.from({ length: 49 }, (_, step): [number, number] => {
    const angle = (step / 48) * 2 * Math.PI;
    return [lon + (degree * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180), lat + degree * Math.sin(angle)];
  });
}

export function disc(lon: number, lat: number, metres: number): Feature {
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring(lon, lat, metres)] } };
}
