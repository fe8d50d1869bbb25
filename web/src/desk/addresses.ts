// The address line: proposals while one types, the first one is taken by Enter, others by arrows or a finger. The map shows them numbered.
import { composing } from "./ringing";

const PAUSE_MS = 180;
const PATIENCE_MS = 5_000; // then Enter goes on without a proposal

export interface Place {
  lon: number;
  lat: number;
  accuracy: string;
  name: string;
}

export function placeOf(row: HTMLElement): Place {
  return { lon: Number(row.dataset.lon), lat: Number(row.dataset.lat), accuracy: row.dataset.accuracy ?? "", name: row.dataset.name ?? "" };
}

/** The line belongs to the call that stands on the desk: it comes and goes with the form, so it is looked up each time. */
export class Addresses {
  private timer = 0;
  private wanted = ""; // what the newest question asks
  private answer: Promise<void> = Promise.resolve();

  constructor(
    private readonly root: HTMLElement,
    private readonly take: (place: Place) => void,
    private readonly drawn: () => void,
    private readonly without: () => void,
  ) {
    root.addEventListener("input", (event) => {
      if ((event.target as HTMLElement).matches("[data-address]")) this.later();
    });
    root.addEventListener("keydown", (event) => {
      if ((event.target as HTMLElement).matches("[data-address]")) void this.key(event);
    });
    root.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("[data-place]");
      if (row) this.choose(row);
    });
  }

  get field(): HTMLInputElement | null {
    return this.root.querySelector("[data-address]");
  }

  private get list(): HTMLElement | null {
    return this.root.querySelector("[data-places]");
  }

  get rows(): HTMLElement[] {
    return [...(this.list?.querySelectorAll<HTMLElement>("[data-place]") ?? [])];
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), PAUSE_MS);
  }

  private look(): Promise<void> {
    const typed = this.field?.value.trim() ?? "";
    if (typed === this.wanted && this.rows.length) return this.answer;
    this.wanted = typed;
    this.answer = this.load(typed);
    return this.answer;
  }

  private async load(typed: string): Promise<void> {
    const answer = typed.length > 1 ? await fetch(`/desk/addresses/?${new URLSearchParams({ q: typed })}`, { headers: { "X-Background": "1" }, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined) : undefined;
    const html = answer?.ok ? await answer.text() : "";
    if (typed === this.wanted) this.show(html);
  }

  show(html: string): void {
    const list = this.list;
    if (!list) return;
    list.innerHTML = html;
    list.hidden = html.trim() === "";
    this.field?.setAttribute("aria-expanded", String(!list.hidden));
    this.drawn();
  }

  /** Takes the chosen proposal, waiting for the answer where one types faster than it comes. False: there is none. */
  async accept(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.look();
    const row = this.rows.find((one) => one.getAttribute("aria-selected") === "true");
    if (row) this.choose(row);
    return row !== undefined;
  }

  private choose(row: HTMLElement): void {
    const place = placeOf(row);
    if (this.field) this.field.value = place.name;
    this.wanted = place.name;
    this.show("");
    this.take(place);
  }

  private async key(event: KeyboardEvent): Promise<void> {
    if (composing(event) || event.ctrlKey) return;
    if (event.code === "Enter" || event.code === "NumpadEnter") {
      event.preventDefault();
      if (!(await this.accept())) this.without(); // what was typed stays; the map or a link may locate it later
    } else if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      const rows = this.rows;
      if (!rows.length) return;
      event.preventDefault();
      const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
      rows[at]?.removeAttribute("aria-selected");
      const next = rows[(at + (event.code === "ArrowDown" ? 1 : -1) + rows.length) % rows.length]!;
      next.setAttribute("aria-selected", "true");
      this.field?.setAttribute("aria-activedescendant", next.id);
    }
  }
}
