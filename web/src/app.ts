// What every page runs. Heavy islands (map, chart) come only to the pages that hold their element.
import { startBuilder } from "./boards";
import { startWiping } from "./desk/outbox";
import { startRinging } from "./desk/ringing";
import { startSettling } from "./desk/settled";
import { startTimers } from "./desk/timers";
import { startDialogs } from "./dialogs";
import { startDrafts } from "./drafts";
import { startClocks } from "./freshness";
import { startHtmx } from "./htmx";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startPicking } from "./picking";
import { startSiren } from "./siren";
import { startSms } from "./sms";
import { startTicks } from "./ticks";
import { word } from "./words";

startClocks();
startBuilder();
startKeys();
startDialogs();
startDrafts();
startHtmx();
startLive();
startPicking();
startTimers();
startRinging();
startSiren();
startSms();
startSettling();
startTicks();
startWiping((count) => confirm(word("desk-unsent", { n: count })));

const islands: Record<string, () => Promise<unknown>> = {
  "live-map": () => import("./map/live-map"),
  "call-desk": () => import("./desk/call-desk"),
  "shape-map": () => import("./map/shape-map"),
  "photo-hide": () => import("./public/photo-hide"),
  "time-chart": () => import("./chart/time-chart"),
  "camera-look": () => import("./cameras/camera-look"),
  "camera-view": () => import("./cameras/camera-view"),
};

/** Loads an island when its element first stands in the page, also when htmx brought it. */
function wake(): void {
  for (const [name, load] of Object.entries(islands)) {
    if (document.querySelector(name) && !customElements.get(name)) load().catch(() => missed(name));
  }
}

/** Its script did not come (a new version was put in place, or the line is cut): said where it would stand. */
function missed(name: string): void {
  for (const island of document.querySelectorAll<HTMLElement>(name)) {
    const line = island.querySelector<HTMLElement>("[data-waiting]") ?? island.appendChild(document.createElement("p"));
    line.textContent = word("island-failed");
    line.setAttribute("role", "alert");
  }
}

/** A table wider than its frame is scrolled by keys too. */
function reachTables(): void {
  for (const frame of document.querySelectorAll<HTMLElement>(".table-framed, .table-wrap")) {
    if (frame.scrollWidth > frame.clientWidth && !frame.querySelector("a, button, input, select, [tabindex]")) frame.tabIndex = 0;
  }
}

function look(): void {
  wake();
  reachTables();
}

look();
addEventListener("load", reachTables); // widths are known with the fonts
document.addEventListener("htmx:after:swap", look);
