// The shapes of states as images for the map: filled diamond, triangle, square, circle outline, hatched box; a small grey dot is normal.
import type { Map as LibreMap } from "maplibre-gl";
import { colour } from "../theme";

export type State = "critical" | "high" | "medium" | "low" | "nodata" | "normal";

/** Drawn later = on top; the list twin sorts by it too. */
export const RANK: Record<State, number> = { normal: 0, nodata: 1, low: 2, medium: 3, high: 4, critical: 5 };

/** A wall of 3,840 pixels is read from across the room: what the map draws grows with the rest of the page (base.css). */
export const LARGE = innerWidth >= 3000 ? 2 : 1;

const SIDE = 34;
const SMALL_SIDE = 20; // of what is normal: names come close to it
const RATIO = 2;

const PATHS: Record<Exclude<State, "low" | "normal">, [number, number][]> = {
  critical: [[17, 2], [32, 17], [17, 32], [2, 17]],
  high: [[17, 3], [32, 30], [2, 30]],
  medium: [[5, 5], [29, 5], [29, 29], [5, 29]],
  nodata: [[6, 6], [28, 6], [28, 28], [6, 28]],
};

function trace(pen: CanvasRenderingContext2D, points: [number, number][]): void {
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

function hatchInside(pen: CanvasRenderingContext2D, ink: string): void {
  pen.save();
  pen.clip();
  pen.strokeStyle = ink;
  pen.lineWidth = 2;
  for (let x = -SIDE; x < SIDE; x += 6) {
    pen.beginPath();
    pen.moveTo(x, SIDE);
    pen.lineTo(x + SIDE, 0);
    pen.stroke();
  }
  pen.restore();
}

function drawn(state: State): ImageData {
  const canvas = document.createElement("canvas");
  const side = state === "normal" ? SMALL_SIDE : SIDE;
  canvas.width = canvas.height = side * RATIO;
  const pen = canvas.getContext("2d")!;
  pen.scale(RATIO, RATIO);
  pen.lineJoin = "round";
  const ink = colour(state);
  const rim = colour("surface");
  if (state === "normal" || state === "low") {
    pen.beginPath();
    pen.arc(side / 2, side / 2, state === "low" ? 10 : 7.5, 0, 7);
    pen.fillStyle = state === "low" ? rim : ink;
    pen.fill();
    pen.lineWidth = state === "low" ? 5 : 2.5;
    pen.strokeStyle = state === "low" ? ink : rim;
    pen.stroke();
  } else {
    trace(pen, PATHS[state]);
    pen.lineWidth = 4;
    pen.strokeStyle = rim;
    pen.stroke();
    pen.fillStyle = state === "nodata" ? rim : ink;
    pen.fill();
    pen.lineWidth = state === "nodata" ? 2.5 : 0;
    pen.strokeStyle = ink;
    if (state === "nodata") {
      pen.stroke();
      hatchInside(pen, ink);
    } else if (state === "critical") {
      pen.fillStyle = rim;
      pen.fillRect(15.6, 9, 2.8, 11);
      pen.fillRect(15.6, 22, 2.8, 3);
    }
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

export function addSymbols(map: LibreMap): void {
  for (const state of Object.keys(RANK) as State[]) {
    if (map.hasImage(state)) map.removeImage(state);
    map.addImage(state, drawn(state), { pixelRatio: RATIO });
  }
}
