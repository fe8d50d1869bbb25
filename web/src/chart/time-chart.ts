// <time-chart src="…/series.json?attrs=pm25" csv="…" hours="24" urn="urn:…">: series over time, one strip per attribute.
// Missing hours are hatched and named, never bridged; limits are dashed lines; every origin is said; a table holds the same figures.
import { LineChart } from "echarts/charts";
import { AxisPointerComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { now } from "../freshness";
import type { Change } from "../live";
import { colour, faint, onThemeChange } from "../theme";
import { icon } from "../toasts";
import { number, vnTime, word } from "../words";
import { type Answer, type Limit, type Series, apart, broken, gaps, gravestFirst, origins } from "./series";

echarts.use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, MarkAreaComponent, AxisPointerComponent, CanvasRenderer]);

const STRIP = 150;
const TOP = 36;
const FOOT = 30;

export class TimeChart extends HTMLElement {
  private answer?: Answer;
  private chart?: echarts.ECharts;
  private hours = 24;
  private readonly canvas = document.createElement("div");
  private readonly caption = document.createElement("p");
  private readonly limits = document.createElement("ul");
  private readonly notes = document.createElement("ol");
  private readonly table = document.createElement("details");

  connectedCallback(): void {
    if (this.canvas.isConnected) return;
    this.hours = Number(this.getAttribute("hours") ?? 24);
    this.canvas.className = "chart-canvas";
    this.canvas.setAttribute("role", "img");
    this.caption.className = "chart-caption";
    this.limits.className = "chart-limits";
    this.notes.className = "chart-notes small";
    this.table.className = "chart-table";
    this.table.append(Object.assign(document.createElement("summary"), { textContent: word("chart-table"), className: "button button-small" }));
    this.table.addEventListener("toggle", () => this.fillTable());
    this.replaceChildren(this.head(), this.canvas, this.limits, this.notes, this.caption, this.table);
    this.say(word("chart-loading"));
    this.setAttribute("aria-busy", "true");
    new ResizeObserver(() => this.resize()).observe(this);
    onThemeChange(() => this.draw());
    document.body.addEventListener("dothi:entity", (event) => this.take((event as CustomEvent<Change>).detail));
    void this.load();
  }

  private head(): HTMLElement {
    const head = Object.assign(document.createElement("div"), { className: "chart-head" });
    for (const hours of [24, 168, 720]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: word(`chart-${hours}h`) });
      button.setAttribute("aria-pressed", String(hours === this.hours));
      button.addEventListener("click", () => {
        this.hours = hours;
        for (const other of head.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
        void this.load();
      });
      head.append(button);
    }
    const csv = this.getAttribute("csv");
    if (csv) {
      const link = Object.assign(document.createElement("a"), { href: csv, className: "button button-small chart-csv", download: "" });
      link.append(icon("download"), "CSV");
      head.append(link);
    }
    return head;
  }

  private async load(): Promise<void> {
    const src = this.getAttribute("src")!;
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${src}${src.includes("?") ? "&" : "?"}hours=${this.hours}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.answer = (await answer.json()) as Answer;
      this.draw();
    } catch {
      this.say(word("chart-failed"));
    }
    this.setAttribute("aria-busy", "false");
  }

  private say(text: string): void {
    this.caption.textContent = text;
    this.canvas.setAttribute("aria-label", text);
  }

  /** A live value of this entity: it joins its series at the right end. */
  private take(change: Change): void {
    if (!this.answer || change.id !== this.getAttribute("urn")) return;
    let grown = false;
    for (const series of this.answer.series) {
      const fresh = change.attrs[series.attr];
      if (typeof fresh?.value !== "number" || !fresh.observedAt) continue;
      const at = Date.parse(fresh.observedAt);
      if (at <= (series.points.at(-1)?.[0] ?? 0)) continue;
      series.points.push([at, fresh.value, fresh.origin]);
      grown = true;
    }
    if (!grown) return;
    this.answer.to = Math.max(this.answer.to, now());
    this.answer.from = this.answer.to - this.hours * 3_600_000;
    this.draw();
  }

  private draw(): void {
    const { answer } = this;
    if (!answer) return;
    const empty = answer.series.every((series) => series.points.length === 0);
    this.canvas.style.height = `${answer.series.length * (STRIP + TOP) + FOOT}px`;
    this.chart ??= echarts.init(this.canvas, null, { renderer: "canvas" });
    this.chart.setOption(option(answer, this.canvas.clientWidth), { notMerge: true, lazyUpdate: false });
    this.resize();
    this.limits.replaceChildren(...limitLines(answer));
    this.notes.replaceChildren(...noteLines(answer));
    this.say(empty ? word("chart-empty") : summary(answer));
    if (this.table.open) this.fillTable();
  }

  /** The figures of limits stand at the right edge: of two that would touch, the graver one is shown. */
  private resize(): void {
    const { chart, answer } = this;
    if (!chart || !answer) return;
    chart.resize();
    const place = (strip: number) => (limit: Limit) => chart.convertToPixel({ yAxisIndex: strip }, limit.value) as number;
    const series = answer.series.map((one, i) => ({ markLine: { data: [...limitMarks(one, place(i)), ...noteMarks(one)] } }));
    chart.setOption({ series } as Option);
  }

  private fillTable(): void {
    if (!this.answer || !this.table.open) return;
    const table = Object.assign(document.createElement("table"), { className: "table" });
    const headings = [word("chart-time"), ...this.answer.series.map((s) => (s.unit ? `${s.label} (${s.unit})` : s.label)), word("chart-origin")];
    table.createTHead().insertRow().append(...headings.map((text) => Object.assign(document.createElement("th"), { textContent: text, scope: "col" })));
    const body = table.createTBody();
    for (const [at, cells] of rowsOf(this.answer).slice(0, 2000)) {
      const row = body.insertRow();
      row.insertCell().textContent = vnTime(new Date(at));
      for (const series of this.answer.series) {
        const value = cells.get(series.attr)?.[1];
        const cell = row.insertCell();
        cell.className = "number";
        cell.textContent = value === undefined || value === null ? "—" : number(value, series.digits);
      }
      row.insertCell().textContent = [...new Set([...cells.values()].map((point) => word(`origin-${point[2]}`)))].join(", ");
    }
    const frame = Object.assign(document.createElement("div"), { className: "table-framed chart-rows", tabIndex: 0 });
    frame.append(table);
    this.table.querySelector(".chart-rows")?.remove();
    this.table.append(frame);
  }
}

/** Newest first: time → attribute → point. */
function rowsOf(answer: Answer): [number, Map<string, Series["points"][number]>][] {
  const rows = new Map<number, Map<string, Series["points"][number]>>();
  for (const series of answer.series) {
    for (const point of series.points) {
      const cells = rows.get(point[0]) ?? new Map();
      rows.set(point[0], cells.set(series.attr, point));
    }
  }
  return [...rows].sort((a, b) => b[0] - a[0]);
}

/** One sentence for the caption and the screen reader: how much is there, how much is missing, of which origin. */
function summary(answer: Answer): string {
  const kinds = new Set<string>();
  const parts = answer.series.map((series) => {
    for (const { origin } of origins(series)) kinds.add(origin);
    const missing = gaps(series, answer.from, answer.to).reduce((sum, [from, to]) => sum + (to - from), 0) / 3_600_000;
    const count = word("chart-count", { name: series.label, n: series.points.length });
    return missing >= 1 ? `${count}, ${word("chart-missing", { n: number(missing, 0) })}` : count;
  });
  return `${parts.join("; ")}. ${word("chart-origins", { word: [...kinds].map((kind) => word(`origin-${kind}`)).join(", ") })}`;
}

function hatch(): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d")!;
  pen.strokeStyle = faint("nodata", 0.55);
  pen.lineWidth = 1.2;
  for (const x of [-8, 0, 8]) {
    pen.moveTo(x, 8);
    pen.lineTo(x + 8, 0);
  }
  pen.stroke();
  return { image: tile, repeat: "repeat" } as unknown as string;
}

type Option = Parameters<echarts.ECharts["setOption"]>[0];

function option(answer: Answer, width: number): Option {
  const ink = colour("ink");
  const quiet = colour("ink-2");
  const line = colour("line");
  const missing = hatch();
  const font = getComputedStyle(document.body).fontFamily;
  const strips = answer.series;
  const wide = answer.to - answer.from > 3 * 86_400_000;
  return {
    animation: false,
    textStyle: { fontFamily: font, color: quiet },
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: colour("line-strong") } },
    tooltip: {
      trigger: "axis",
      confine: true,
      backgroundColor: colour("raised"),
      borderColor: line,
      textStyle: { color: ink, fontFamily: font, fontSize: 13 },
      formatter: (items: unknown) => tooltip(items as TipItem[], strips),
    },
    grid: strips.map((series, i) => ({ left: 48, right: series.limits.length ? 48 : 12, top: TOP + i * (STRIP + TOP), height: STRIP - 12 })),
    xAxis: strips.map((_, i) => ({
      type: "time",
      gridIndex: i,
      min: answer.from,
      max: answer.to,
      splitNumber: Math.max(3, Math.floor(width / 110)),
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: { show: i === strips.length - 1, color: quiet, hideOverlap: true, formatter: (at: number) => tick(at, wide) },
    })),
    yAxis: strips.map((series, i) => ({
      type: "value",
      gridIndex: i,
      scale: !series.points.some((point) => point[1] !== null && point[1] >= 0 && point[1] < 20),
      splitNumber: 3,
      max: ceiling(series),
      name: series.unit ? `${series.label} (${series.unit})` : series.label,
      nameLocation: "end",
      nameGap: 14,
      nameTextStyle: { align: "left", color: ink, fontWeight: 600, padding: [0, 0, 0, -40], fontSize: 13 },
      axisLabel: { color: quiet, showMaxLabel: ceiling(series) === undefined, formatter: (value: number) => number(value, 1) },
      splitLine: { lineStyle: { color: line, type: [2, 3] } },
    })),
    series: strips.map((series, i) => ({
      type: "line",
      name: series.label,
      xAxisIndex: i,
      yAxisIndex: i,
      data: broken(series),
      connectNulls: false,
      showSymbol: series.points.length < 40,
      symbol: "circle",
      symbolSize: 4,
      lineStyle: { color: ink, width: 1.6 },
      itemStyle: { color: ink },
      markArea: {
        silent: true,
        data: [
          ...gaps(series, answer.from, answer.to).map(([from, to]) => [
            { xAxis: from, itemStyle: { color: missing }, ...gapLabel(to - from > (answer.to - answer.from) / 6) },
            { xAxis: to },
          ]),
          ...shaded(series),
        ],
      },
      markLine: {
        silent: true,
        symbol: "none",
        data: [...limitMarks(series), ...noteMarks(series)],
      },
    })),
  } as Option;
}

const LABEL = 14; // px that a figure needs

/** The dashed lines; `place` (once the axes stand) says at which pixel a limit lies. */
function limitMarks(series: Series, place?: (limit: Limit) => number): object[] {
  const shown = new Set(place ? apart(series.limits, place, LABEL) : []);
  return series.limits.map((limit) => ({
    yAxis: limit.value,
    lineStyle: { color: colour(limit.severity), type: "dashed", width: 1.4 },
    label: { show: shown.has(limit), formatter: number(limit.value, series.digits), position: "end", distance: 4, color: colour(limit.severity), fontWeight: 600 },
  }));
}

/** What the dashed lines mean, in words, below the drawing: as many as there are, none over another. */
function limitLines(answer: Answer): HTMLElement[] {
  return answer.series.flatMap((series) =>
    gravestFirst(series.limits).map((limit) => {
      const line = document.createElement("li");
      const dash = Object.assign(document.createElement("span"), { className: `chart-dash chart-dash-${limit.severity}` });
      line.append(dash, `${series.label} ${number(limit.value, series.digits)}${series.unit ? ` ${series.unit}` : ""}: ${limit.label}`);
      return line;
    }),
  );
}

/** Where somebody wrote something: a dotted line with the number under which it stands below the drawing. */
function noteMarks(series: Series): object[] {
  return (series.notes ?? []).map((note, place) => ({
    xAxis: note.at,
    lineStyle: { color: colour("ink-2"), type: "dotted", width: 1.4 },
    label: { show: true, formatter: String(place + 1), position: "end", color: colour("ink"), fontWeight: 600 },
  }));
}

/** The notes themselves: period, text, who and when. */
function noteLines(answer: Answer): HTMLElement[] {
  return answer.series.flatMap((series) =>
    (series.notes ?? []).map((note) => {
      const line = document.createElement("li");
      const name = answer.series.length > 1 ? `${series.label}, ` : "";
      line.append(`${name}${vnTime(new Date(note.at))}: ${note.text} `, Object.assign(document.createElement("span"), { className: "muted", textContent: `${note.by}, ${vnTime(new Date(note.written))}` }));
      return line;
    }),
  );
}

/** The word in a gap that is wide enough for it; an empty one would leave a white mark. */
function gapLabel(room: boolean): object {
  if (!room) return { label: { show: false } };
  return { name: word("chart-gap"), label: { position: "inside", color: colour("nodata"), fontWeight: 600, backgroundColor: colour("surface"), padding: [2, 6], borderRadius: 3 } };
}

/** A limit must be seen even while all values lie far below it. */
function ceiling(series: Series): number | undefined {
  const values = series.points.map((point) => point[1] ?? 0);
  const limit = Math.max(...series.limits.map((l) => l.value), Number.NEGATIVE_INFINITY);
  return values.length && limit > Math.max(...values) && limit < Math.max(...values) * 3 ? limit * 1.1 : undefined;
}

/** Where origins are mixed, every stretch that was not measured live is shaded and named. */
function shaded(series: Series): object[][] {
  const stretches = origins(series);
  if (stretches.length < 2) return [];
  return stretches
    .filter(({ origin }) => origin !== "live")
    .map(({ origin, span }) => [
      { xAxis: span[0], itemStyle: { color: faint("ink", 0.06) }, name: word(`origin-${origin}`), label: { position: "insideTopLeft", color: colour("ink-2") } },
      { xAxis: span[1] },
    ]);
}

const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit" });

function tick(at: number, wide: boolean): string {
  const time = hour.format(at);
  return wide ? (time === "00:00" ? day.format(at) : "") : time === "00:00" ? day.format(at) : time;
}

interface TipItem {
  seriesIndex: number;
  value: [number, number | null];
}

function tooltip(items: TipItem[], strips: Series[]): HTMLElement {
  const box = document.createElement("div");
  const at = items[0]?.value[0];
  if (at === undefined) return box;
  box.append(Object.assign(document.createElement("strong"), { textContent: vnTime(new Date(at)) }));
  for (const { seriesIndex, value } of items) {
    const series = strips[seriesIndex]!;
    const point = series.points.find((p) => p[0] === value[0]);
    if (value[1] === null || !point) continue;
    box.append(document.createElement("br"), `${series.label}: ${number(value[1], series.digits)} ${series.unit} · ${word(`origin-${point[2]}`)}`);
  }
  return box;
}

customElements.define("time-chart", TimeChart);
