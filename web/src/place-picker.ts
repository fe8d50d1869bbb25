// The map of the report form, loaded when somebody asks for it: the cross in its middle is the place; moved by hand or by keys.
import type { Map as LibreMap } from "maplibre-gl";
import type { LiveMap } from "./map/live-map";
import "./map/live-map";

const FROM_CLOSE = 16; // from here on a cross is exact to some metres

/** Opens the map in `place`; `take` hears the point and how exact it is. Returns what closes it. */
export function pick(place: HTMLElement, from: string, word: (key: string) => string, take: (lon: number, lat: number, metres: number) => void): () => void {
  const map = document.createElement("live-map") as LiveMap;
  Object.assign(map.dataset, { entities: "", alarms: "", areas: "", only: "", ...(from ? { bounds: from } : {}) });
  const cross = Object.assign(document.createElement("span"), { className: "cross", textContent: "+" });
  cross.setAttribute("aria-hidden", "true");
  const lead = Object.assign(document.createElement("p"), { className: "small", textContent: word("map-lead") });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-primary", textContent: word("map-take") });
  const frame = Object.assign(document.createElement("div"), { className: "map-frame" });
  map.addEventListener("map-made", (event) => begin((event as CustomEvent<LibreMap>).detail));
  button.addEventListener("click", () => {
    const made = map.made;
    if (!made) return;
    const { lng, lat } = made.getCenter();
    take(lng, lat, made.getZoom() >= FROM_CLOSE ? 10 : Math.min(2_000, Math.round(10 * 2 ** (FROM_CLOSE - made.getZoom()))));
  });
  frame.append(map, cross);
  place.replaceChildren(lead, frame, button);
  return () => place.replaceChildren();
}

function begin(map: LibreMap): void {
  map.cooperativeGestures.disable(); // one finger moves it: it was opened to be moved
  map.on("click", ({ lngLat }) => map.easeTo({ center: lngLat }));
  const asked = document.activeElement;
  map.once("load", () => {
    if (document.activeElement === asked || document.activeElement === document.body) map.getCanvas().focus(); // whoever went on meanwhile is not fetched back
  });
}
