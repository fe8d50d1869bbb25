// What the server says about a series, and the pure part of drawing it: where it has gaps, where which origin holds.
export interface Limit {
  value: number;
  label: string;
  severity: string;
}

/** What somebody wrote on the period that began `at`. */
export interface Note {
  at: number;
  text: string;
  by: string;
  written: number;
}

export interface Series {
  attr: string;
  label: string;
  unit: string;
  step_s: number; // how often a value is expected
  digits: number;
  limits: Limit[];
  points: [number, number | null, string][]; // ms since 1970, value, origin
  notes?: Note[];
}

export interface Answer {
  from: number;
  to: number;
  series: Series[];
}

export type Span = [number, number];

/** Stretches without values: longer than one and a half steps, at the edges too (but not the running step). */
export function gaps(series: Series, from: number, to: number): Span[] {
  const patience = series.step_s * 1500;
  const times = [from, ...series.points.filter((point) => point[1] !== null).map((point) => point[0]), to];
  const found: Span[] = [];
  for (let i = 1; i < times.length; i++) {
    if (times[i]! - times[i - 1]! > patience) found.push([times[i - 1]!, times[i]!]);
  }
  return found;
}

/** The points with a hole inside every gap, so that no line crosses missing hours. */
export function broken(series: Series): [number, number | null][] {
  const patience = series.step_s * 1500;
  const line: [number, number | null][] = [];
  let before: number | undefined;
  for (const [at, value] of series.points) {
    if (before !== undefined && at - before > patience) line.push([before + 1, null]);
    line.push([at, value]);
    if (value !== null) before = at;
  }
  return line;
}

/** Stretches of one origin, in order. */
export function origins(series: Series): { origin: string; span: Span }[] {
  const found: { origin: string; span: Span }[] = [];
  for (const [at, , origin] of series.points) {
    const last = found.at(-1);
    if (last?.origin === origin) last.span[1] = at;
    else found.push({ origin, span: [at, at] });
  }
  return found;
}

const GRAVITY = ["critical", "high", "medium", "low"];

/** The graver limit first, of equal ones the higher. */
export function gravestFirst(limits: Limit[]): Limit[] {
  return [...limits].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) || b.value - a.value);
}

/** The limits whose figures can stand `room` pixels apart; the graver one has the place. */
export function apart(limits: Limit[], place: (limit: Limit) => number, room: number): Limit[] {
  const kept: [Limit, number][] = [];
  for (const limit of gravestFirst(limits)) {
    const at = place(limit);
    if (kept.every(([, other]) => Math.abs(other - at) >= room)) kept.push([limit, at]);
  }
  return kept.map(([limit]) => limit);
}
