// How it would stand if everything that waits had arrived: what the crew pressed shows at once, with or without network.
import type { Snapshot } from "./centre";
import type { Deed } from "./store";

const MINUTES: Record<string, string> = { "en-route": "en_route_at", "on-scene": "on_scene_at", transporting: "transporting_at", "at-hospital": "at_hospital_at" };
const ENDS = new Set(["returning", "available", "out-of-service"]);

export function shownWith(snapshot: Snapshot, queue: readonly Deed[]): Snapshot {
  const shown = structuredClone(snapshot);
  for (const deed of queue) if (shown.duty && deed.duty === shown.duty.id) apply(shown, deed);
  return shown;
}

function apply(shown: Snapshot, deed: Deed): void {
  const { assignment, duty } = shown;
  if (!duty) return;
  const theirs = assignment !== null && assignment.id === deed.assignment;
  if (deed.what === "acknowledge" && theirs) assignment.minutes.acknowledged_at ??= deed.at;
  else if (deed.what === "decline" && theirs) [shown.assignment, duty.state, duty.since] = [null, "available", deed.at];
  else if (deed.what === "well") shown.check_in = null;
  else if (deed.what === "off") [shown.duty, shown.assignment, shown.check_in, shown.positions] = [null, null, null, null];
  else if (deed.what === "step" && (theirs || assignment === null)) step(shown, deed);
}

function step(shown: Snapshot, deed: Deed): void {
  const { assignment, duty } = shown;
  if (!duty) return;
  [duty.state, duty.since] = [deed.state, deed.at];
  const minute = MINUTES[deed.state];
  if (assignment && minute) {
    assignment.minutes[minute] = deed.at;
    assignment.minutes.acknowledged_at ??= deed.at;
  }
  if (ENDS.has(deed.state)) [shown.assignment, shown.check_in] = [null, null];
}
