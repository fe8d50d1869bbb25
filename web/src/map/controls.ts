// What stands on the map: zoom, layers (remembered per browser), the lock of the view, the legend, and what is not loaded.
import { ENTITY_LAYERS, nameLayer } from "./style";
import { icon } from "../toasts";
import { word } from "../words";

const REMEMBERED = "dothi-map-layers";

export const LAYERS: Record<string, string[]> = {
  entities: [...ENTITY_LAYERS, ...ENTITY_LAYERS.map(nameLayer)],
  labels: [], // the names among them
  borders: ["communes", "communes-approximate", "provinces", "provinces-approximate"],
  names: ["names-commune", "names-province", "names-island"],
  streets: ["streets-green", "streets-rivers", "streets-rails", "streets-building", "streets-minor", "streets-main", "streets-names"],
};

export function hiddenLayers(): Set<string> {
  try {
    return new Set(JSON.parse(localStorage.getItem(REMEMBERED) ?? "[]") as string[]);
  } catch {
    return new Set();
  }
}

function button(name: string, symbol: string): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "map-button", title: word(name) });
  made.setAttribute("aria-label", word(name));
  made.append(icon(symbol));
  return made;
}

export function zoomButtons(zoom: (step: 1 | -1) => void): HTMLElement {
  const box = Object.assign(document.createElement("div"), { className: "map-buttons" });
  for (const [name, symbol, step] of [["zoom-in", "plus", 1], ["zoom-out", "minus", -1]] as const) {
    const made = button(name, symbol);
    made.addEventListener("click", () => zoom(step));
    box.append(made);
  }
  return box;
}

export function lockButton(rearm: () => void): HTMLButtonElement {
  const made = button("follow", "star");
  made.setAttribute("aria-pressed", "true");
  made.addEventListener("click", rearm);
  return made;
}

export function layerChooser(hasStreets: boolean, apply: (hidden: Set<string>) => void): HTMLElement {
  const hidden = hiddenLayers();
  const box = Object.assign(document.createElement("details"), { className: "map-layers" });
  box.dataset.popup = "";
  const summary = Object.assign(document.createElement("summary"), { className: "map-button", title: word("layers") });
  summary.append(icon("layers"), Object.assign(document.createElement("span"), { className: "sr", textContent: word("layers") }));
  const sheet = Object.assign(document.createElement("fieldset"), { className: "map-sheet" });
  sheet.append(Object.assign(document.createElement("legend"), { textContent: word("layers") }));
  for (const name of Object.keys(LAYERS)) {
    if (name === "streets" && !hasStreets) continue;
    const label = Object.assign(document.createElement("label"), { className: "check" });
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !hidden.has(name) });
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(name);
      else hidden.add(name);
      localStorage.setItem(REMEMBERED, JSON.stringify([...hidden]));
      apply(hidden);
    });
    label.append(box, word(`layer-${name}`));
    sheet.append(label);
  }
  box.append(summary, sheet);
  return box;
}

export function legend(): HTMLElement {
  const box = Object.assign(document.createElement("details"), { className: "map-legend", open: innerWidth > 900 });
  box.append(Object.assign(document.createElement("summary"), { textContent: word("legend") }));
  const list = document.createElement("ul");
  for (const state of ["critical", "high", "medium", "low", "nodata", "normal"]) {
    const item = Object.assign(document.createElement("li"), { className: `severity severity-${state}` });
    item.append(icon(`s-${state}`, "shape"), word(`severity-${state}`));
    list.append(item);
  }
  box.append(list);
  return box;
}

export function note(text: string): HTMLElement {
  const made = Object.assign(document.createElement("p"), { className: "map-note" });
  made.append(icon("info"), text);
  return made;
}
