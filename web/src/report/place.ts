// Where it is: the device's position, a point of the map that comes only when it is asked for, or words with what they may mean.
import { number, word } from "../words";
import { part } from "./parts";

const ASKED_AFTER_MS = 400;
const GPS_MS = 15_000;

type Picker = { pick(place: HTMLElement, from: string, words: (key: string) => string, take: (lon: number, lat: number, metres: number) => void): () => void };

export class Place {
  private timer = 0;
  private closeMap?: () => void;
  private readonly words: HTMLInputElement;
  private readonly said: HTMLElement;
  private readonly found: HTMLElement;
  private readonly map: HTMLElement;
  private readonly opener: HTMLButtonElement;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly changed: () => void,
  ) {
    const part = <T extends HTMLElement>(id: string): T => form.querySelector<T>(`#${id}`)!;
    [this.words, this.said, this.found] = [part("place"), part("place-said"), part("places")];
    [this.map, this.opener] = [part("report-map"), part("map-open")];
    form.querySelector("#gps")!.addEventListener("click", () => this.locate());
    this.opener.addEventListener("click", () => void this.toggleMap());
    this.words.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.search(), ASKED_AFTER_MS);
    });
    this.found.addEventListener("click", (event) => this.chosen((event.target as HTMLElement).closest<HTMLElement>("[data-lon]")));
    if (this.value("lon")) this.words.required = false;
  }

  value(name: string): string {
    return (this.form.elements.namedItem(name) as HTMLInputElement).value;
  }

  private set(lon: string, lat: string, accuracy: string, text: string): void {
    for (const [name, value] of Object.entries({ lon, lat, accuracy })) (this.form.elements.namedItem(name) as HTMLInputElement).value = value;
    this.words.required = !lon;
    this.tell(text, !!lon);
    this.changed();
  }

  /** What was said of the place, with a way to take it back. */
  private tell(text: string, set = false): void {
    this.said.replaceChildren(text);
    if (!set) return;
    const clear = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: word("place-clear") });
    clear.addEventListener("click", () => this.set("", "", "", ""));
    this.said.append(" ", clear);
  }

  again(): void {
    this.words.required = !this.value("lon");
    this.tell(this.value("lon") ? word("place-map", { lat: number(Number(this.value("lat")), 3), lon: number(Number(this.value("lon")), 3) }) : "", !!this.value("lon"));
  }

  private locate(): void {
    if (!navigator.geolocation) return this.tell(word("gps-denied"));
    this.tell(word("gps-asking"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.set(coords.longitude.toFixed(6), coords.latitude.toFixed(6), String(Math.round(coords.accuracy)), word("place-gps", { m: Math.round(coords.accuracy) })),
      () => this.tell(word("gps-denied")),
      { enableHighAccuracy: true, timeout: GPS_MS, maximumAge: 30_000 },
    );
  }

  private async search(): Promise<void> {
    const asked = this.words.value.trim();
    if (asked.length < 3) return this.found.replaceChildren();
    const html = await part("noi/", { q: asked });
    if (html !== undefined && this.words.value.trim() === asked) this.found.innerHTML = html;
  }

  private chosen(one: HTMLElement | null): void {
    if (!one) return;
    const { lon, lat, accuracy, name } = one.dataset as Record<string, string>;
    this.words.value = name!;
    this.found.replaceChildren();
    this.words.focus();
    this.set(lon!, lat!, accuracy!, word("place-words", { name: name! }));
  }

  private async toggleMap(): Promise<void> {
    if (this.closeMap) {
      this.closeMap();
      this.closeMap = undefined;
      this.opener.textContent = this.opener.dataset.words!;
    } else {
      this.opener.dataset.words ??= this.opener.textContent!;
      await this.openMap();
    }
    this.opener.setAttribute("aria-expanded", String(!!this.closeMap));
  }

  private async openMap(): Promise<void> {
    const { lon, lat } = { lon: this.value("lon"), lat: this.value("lat") };
    try {
      const { pick } = (await import(/* at run time: */ new URL(this.form.dataset.map!, location.href).href)) as Picker;
      const from = lon ? `${lon},${lat},${lon},${lat}` : this.form.dataset.bounds!;
      this.closeMap = pick(this.map, from, word, (x, y, metres) => {
        this.set(x.toFixed(6), y.toFixed(6), String(metres), word("place-map", { lat: number(y, 3), lon: number(x, 3) }));
        void this.toggleMap().then(() => this.opener.focus());
      });
      this.opener.textContent = word("map-close");
    } catch {
      this.tell(word("map-failed"));
    }
  }
}
