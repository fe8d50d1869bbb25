// The tiles of a scene: each keeps its place while its words change, so that thirty days of updates leave as many nodes as the first.
import type { State, Tile } from "./state";

interface Kept { box: HTMLElement; html: string; goodMs: number | undefined }

export class Grid {
  private readonly tiles = new Map<string, Kept>();
  constructor(private readonly root: HTMLElement) {}

  /** `nowMs`: by the clock that only goes forward. A dead tile keeps its last figures, marked by their age. */
  show(state: State, nowMs: number): void {
    this.root.style.setProperty("--columns", String(state.scene.columns));
    const wanted = this.wanted(state.tiles);
    for (const [key, one] of this.tiles) if (!wanted.has(key)) { one.box.remove(); this.tiles.delete(key); }
    let before: Element | null = null;
    for (const [key, tile] of wanted) {
      const one = this.tiles.get(key) ?? this.made(key);
      this.fill(one, tile, nowMs);
      const place: Element | null = before ? before.nextElementSibling : this.root.firstElementChild;
      if (place !== one.box) this.root.insertBefore(one.box, place);
      before = one.box;
    }
  }

  /** A tile that cannot be read stands where its figures stood, however many they were. */
  private wanted(tiles: Tile[]): Map<string, Tile> {
    const wanted = new Map<string, Tile>();
    for (const tile of tiles) {
      const place = tile.key.slice(0, tile.key.indexOf("-") + 1);
      const last = tile.state === "dead" ? [...this.tiles].filter(([key, one]) => key.startsWith(place) && one.goodMs !== undefined) : [];
      if (last.length) for (const [key] of last) wanted.set(key, tile);
      else wanted.set(tile.key, tile);
    }
    return wanted;
  }

  private made(key: string): Kept {
    const box = document.createElement("article");
    box.className = "w-tile";
    box.dataset.key = key;
    const one = { box, html: "", goodMs: undefined };
    this.tiles.set(key, one);
    return one;
  }

  private fill(one: Kept, tile: Tile, nowMs: number): void {
    const { box } = one;
    const stale = tile.state === "dead" && one.goodMs !== undefined;
    if (box.dataset.state !== tile.state) box.dataset.state = tile.state;
    if (!stale && one.html !== tile.html) { box.innerHTML = tile.html; one.html = tile.html; }
    if (tile.state === "fresh") one.goodMs = nowMs;
    box.classList.toggle("w-wide", tile.wide);
  }

  /** Marks what is older than it should be; `say` writes since when. `lostMs`: nothing came since then. */
  mark(lostMs: number | undefined, say: (ms: number) => string): void {
    for (const { box, goodMs } of this.tiles.values()) {
      const since = box.dataset.state === "dead" ? goodMs : lostMs;
      const words = since === undefined ? "" : say(since);
      const label = box.querySelector<HTMLElement>(":scope > .w-age");
      if (!words) { label?.remove(); delete box.dataset.old; continue; }
      box.dataset.old = "";
      const shown = label ?? box.appendChild(Object.assign(document.createElement("p"), { className: "w-age" }));
      if (shown.textContent !== words) shown.textContent = words;
    }
  }
}
