// The ground of the map in both themes: land, water, borders, names; streets when they were imported. Calm: only data has colour.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { isDark } from "../theme";
import { seaPlaces } from "./places";
import { streetLayers } from "./streets";
import { LARGE } from "./symbols";

export interface Ground {
  sea: string;
  land: string;
  border: string;
  province: string;
  commune: string;
  name: string;
  seaName: string;
  halo: string;
  street: string;
  streetMain: string;
  building: string;
  green: string;
}

const LIGHT: Ground = {
  sea: "#d5dce1",
  land: "#f4f4f2",
  border: "#8c8c92",
  province: "#9d9da3",
  commune: "#c3c3c7",
  name: "#45454b",
  seaName: "#56666f",
  halo: "#f4f4f2",
  street: "#e2e2e0",
  streetMain: "#cfcfcd",
  building: "#e9e9e6",
  green: "#e6ebe3",
};

const DARK: Ground = {
  sea: "#131519",
  land: "#25262a",
  border: "#74747c",
  province: "#62626a",
  commune: "#43434a",
  name: "#c6c6ce",
  seaName: "#7f8c97",
  halo: "#1d1e22",
  street: "#35363b",
  streetMain: "#47484e",
  building: "#2c2d32",
  green: "#26302a",
};

export function ground(): Ground {
  return isDark() ? DARK : LIGHT;
}

// A family name that the browser knows; the weight is read from words in the name, so the bold one is declared under its own.
export const FONT = ["Be Vietnam Pro"];
export const FONT_STRONG = ["Be Vietnam Pro Medium"];
// Deep tiles stand only around Viet Nam; elsewhere the part of the nearest coarser one is drawn. An option of the source that the style's type does not know.
const SPARSE = { sparse: true };
const EMPTY = { type: "FeatureCollection" as const, features: [] };

export interface Sources {
  base: string;
  streets?: { url: string; licence: string };
}

export function style(sources: Sources): StyleSpecification {
  const g = ground();
  return {
    version: 8,
    sources: {
      base: { type: "vector", url: `pmtiles://${sources.base}`, attribution: "© OpenStreetMap · Natural Earth", ...SPARSE },
      ...(sources.streets ? { streets: { type: "vector" as const, url: `pmtiles://${sources.streets.url}`, attribution: sources.streets.licence } } : {}),
      areas: { type: "geojson", data: EMPTY, promoteId: "id" },
      names: { type: "geojson", data: EMPTY },
      sea: { type: "geojson", data: seaPlaces },
      entities: { type: "geojson", data: EMPTY, promoteId: "id" },
      chosen: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": g.sea } },
      { id: "land", type: "fill", source: "base", "source-layer": "land", paint: { "fill-color": g.land, "fill-antialias": true } },
      { id: "water", type: "fill", source: "base", "source-layer": "water", paint: { "fill-color": g.sea } },
      ...(sources.streets ? streetLayers(g) : []),
      ...areaLayers(g),
      { id: "border", type: "line", source: "base", "source-layer": "border", paint: { "line-color": g.border, "line-width": 1.2, "line-dasharray": [4, 2, 1, 2] } },
      ...nameLayers(g),
      ...entityLayers(g),
    ],
  };
}

function areaLayers(g: Ground): LayerSpecification[] {
  return [
    {
      id: "communes",
      type: "line",
      source: "areas",
      filter: ["all", ["==", ["get", "level"], 3], ["!=", ["get", "approximate"], true]],
      minzoom: 8,
      paint: { "line-color": g.commune, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.5, 13, 1.4] },
    },
    {
      id: "communes-approximate",
      type: "line",
      source: "areas",
      filter: ["all", ["==", ["get", "level"], 3], ["==", ["get", "approximate"], true]],
      minzoom: 8,
      paint: { "line-color": g.province, "line-width": 1, "line-dasharray": [2, 3] },
    },
    {
      id: "provinces",
      type: "line",
      source: "areas",
      filter: ["all", ["==", ["get", "level"], 1], ["!=", ["get", "approximate"], true]],
      paint: { "line-color": g.province, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.6, 10, 2] },
    },
    {
      id: "provinces-approximate",
      type: "line",
      source: "areas",
      filter: ["all", ["==", ["get", "level"], 1], ["==", ["get", "approximate"], true]],
      paint: { "line-color": g.province, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.6, 10, 2], "line-dasharray": [3, 2] },
    },
  ];
}

/** From one zoom and size to another. */
function sizes(far: number, small: number, near: number, big: number): ExpressionSpecification {
  return ["interpolate", ["linear"], ["zoom"], far, small * LARGE, near, big * LARGE];
}

function nameLayers(g: Ground): LayerSpecification[] {
  const paint = { "text-color": g.name, "text-halo-color": g.halo, "text-halo-width": 1.4 };
  return [
    {
      id: "islands",
      type: "circle",
      source: "sea",
      filter: ["==", ["get", "kind"], "island"],
      paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, 1.3, 9, 3], "circle-color": g.land, "circle-stroke-color": g.border, "circle-stroke-width": 0.8 },
    },
    {
      id: "names-commune",
      type: "symbol",
      source: "names",
      filter: ["==", ["get", "level"], 3],
      minzoom: 9.5,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": sizes(9.5, 11, 14, 15), "text-max-width": 7, "text-padding": 6 },
      paint: { ...paint, "text-opacity": 0.9 },
    },
    {
      id: "names-island",
      type: "symbol",
      source: "sea",
      filter: ["==", ["get", "kind"], "island"],
      minzoom: 6.8,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11 * LARGE, "text-anchor": "left", "text-offset": [0.6, 0] },
      paint,
    },
    {
      id: "names-sea",
      type: "symbol",
      source: "sea",
      filter: ["==", ["get", "kind"], "sea"],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": sizes(3, 12, 7, 20), "text-letter-spacing": 0.18 },
      paint: { "text-color": g.seaName, "text-halo-color": g.sea, "text-halo-width": 1 },
    },
    {
      id: "names-province",
      type: "symbol",
      source: "names",
      filter: ["==", ["get", "level"], 1],
      maxzoom: 11,
      layout: { "text-field": ["get", "name"], "text-font": FONT_STRONG, "text-size": sizes(4, 10, 9, 16), "text-max-width": 8, "text-padding": 3 },
      paint,
    },
    {
      id: "names-archipelago",
      type: "symbol",
      source: "sea",
      filter: ["==", ["get", "kind"], "archipelago"],
      maxzoom: 9,
      layout: { "text-field": ["get", "name"], "text-font": FONT_STRONG, "text-size": sizes(3, 11, 7, 16), "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { ...paint, "text-halo-color": g.sea },
    },
  ];
}

/**
 * One layer of shapes per rank: a graver one is drawn on top, no flood of small alarms hides it. Room is given from the top layer down:
 * first to all shapes, then to the names of the gravest; a name never lies on somebody else's shape.
 */
function entityLayers(g: Ground): LayerSpecification[] {
  return [
    ...ENTITY_LAYERS.map((id, rank) => names(id, rank, g)),
    {
      id: "chosen",
      type: "circle",
      source: "chosen",
      paint: { "circle-radius": 19 * LARGE, "circle-color": "transparent", "circle-stroke-color": isDark() ? "#6cb6ff" : "#0b5cad", "circle-stroke-width": 3 * LARGE },
    },
    ...ENTITY_LAYERS.map(shapes),
  ];
}

function shapes(id: string, rank: number): LayerSpecification {
  const [far, near] = rank > 0 ? [0.85, 1] : [0.5, 0.85];
  return {
    id,
    type: "symbol",
    source: "entities",
    filter: ["==", ["get", "rank"], rank],
    layout: { "icon-image": ["get", "symbol"], "icon-size": ["interpolate", ["linear"], ["zoom"], 6, far * LARGE, 12, near * LARGE], "icon-allow-overlap": true, "icon-padding": 0 },
  };
}

function names(id: string, rank: number, g: Ground): LayerSpecification {
  return {
    id: nameLayer(id),
    type: "symbol",
    source: "entities",
    filter: ["==", ["get", "rank"], rank],
    layout: {
      "text-field": labelField(rank > 0),
      "text-font": FONT_STRONG,
      "text-size": 12.5 * LARGE,
      "text-variable-anchor": ["left", "right", "top", "bottom"],
      "text-radial-offset": rank > 0 ? 1.6 : 1.1,
      "text-justify": "auto",
      "text-max-width": 12,
    },
    paint: { "text-color": g.name, "text-halo-color": g.halo, "text-halo-width": 1.8 },
  };
}

/** By rank: normal, then what is abnormal from silent to critical. */
export const ENTITY_LAYERS = ["entities", "alarmed-1", "alarmed-2", "alarmed-3", "alarmed-4", "alarmed-5"];
export const nameLayer = (id: string) => `${id}-names`;

/** Names of what is abnormal already from afar. */
export function labelField(abnormal: boolean): ExpressionSpecification {
  return ["step", ["zoom"], "", abnormal ? 9 : 11, ["get", "label"]];
}
