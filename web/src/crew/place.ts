// Where this phone is, as often as the duty asks: moving to a case often, on the scene less, free seldom. Nothing without a duty.
import { addPoint } from "./store";
import type { Snapshot } from "./centre";

export type PlaceState = "off" | "on" | "none" | "denied" | "waits";
const MOVING = new Set(["alerted", "en-route", "transporting"]);
const STILL = new Set(["on-scene", "at-hospital"]);

export class Place {
  at?: { lon: number; lat: number };
  state: PlaceState = "off";
  every = 0; // seconds
  private watch?: number;
  private timer = 0;
  private last = 0;
  private duty = 0;

  constructor(
    private readonly changed: () => void,
    private readonly noted: () => void,
  ) {}

  /** How it stands now says whether, and how often. */
  follow(shown: Snapshot, state: string): void {
    const wanted = shown.duty !== null && shown.positions !== null;
    this.duty = shown.duty?.id ?? 0;
    const word = MOVING.has(state) ? "moving-s" : STILL.has(state) ? "still-s" : "free-s";
    this.every = shown.limits[word] ?? 60;
    if (!wanted) {
      this.stop();
      this.state = shown.duty ? "none" : "off";
    } else this.start();
  }

  private start(): void {
    if (this.watch !== undefined) return;
    if (!("geolocation" in navigator)) {
      this.state = "denied";
      return;
    }
    this.state = "waits";
    const heard = (fix: GeolocationPosition): void => void this.note(fix);
    const failed = (error: GeolocationPositionError): void => {
      this.state = error.code === error.PERMISSION_DENIED ? "denied" : "waits";
      this.changed();
    };
    const how = { enableHighAccuracy: true, maximumAge: 4_000, timeout: 30_000 };
    this.watch = navigator.geolocation.watchPosition(heard, failed, how);
    // who stands still is told of by no watch: asked again, so that an old place is never told as a new one
    this.timer = window.setInterval(() => {
      if (Date.now() - this.last >= this.every * 1000) navigator.geolocation.getCurrentPosition(heard, failed, how);
    }, 5_000);
  }

  private stop(): void {
    if (this.watch !== undefined) navigator.geolocation.clearWatch(this.watch);
    clearInterval(this.timer);
    this.watch = undefined;
    this.at = undefined;
  }

  private async note({ coords, timestamp }: GeolocationPosition): Promise<void> {
    this.at = { lon: coords.longitude, lat: coords.latitude };
    this.state = "on";
    if (Date.now() - this.last >= this.every * 1000 - 500 && this.duty) {
      this.last = Date.now();
      await addPoint({ duty: this.duty, at: new Date(timestamp).toISOString(), lon: coords.longitude, lat: coords.latitude, accuracy_m: Number.isFinite(coords.accuracy) ? coords.accuracy : null });
      this.noted();
    }
    this.changed();
  }
}

/** Kilometres and direction (eighths of the circle, 0 north) from here to there. */
export function wayTo(from: { lon: number; lat: number }, lon: number, lat: number): { km: number; eighth: number; degrees: number } {
  const radians = Math.PI / 180;
  const east = (lon - from.lon) * radians * Math.cos(((lat + from.lat) / 2) * radians);
  const north = (lat - from.lat) * radians;
  const degrees = (Math.atan2(east, north) / radians + 360) % 360;
  return { km: 6371 * Math.hypot(east, north), eighth: Math.round(degrees / 45) % 8, degrees };
}
