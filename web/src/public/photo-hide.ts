// <photo-hide>: rectangles over a picture, drawn by pointer or moved by keys. The form's text field is what is sent; the picture follows it.
const STEP = 10; // thousandths that a key moves
const LEAST = 10;
const WHOLE = 1000;

type Box = [left: number, top: number, width: number, height: number];

const clamp = (value: number, low: number, high: number) => Math.round(Math.min(Math.max(value, low), high));

function kept([left, top, width, height]: Box): Box {
  const [wide, tall] = [clamp(width, LEAST, WHOLE), clamp(height, LEAST, WHOLE)];
  return [clamp(left, 0, WHOLE - wide), clamp(top, 0, WHOLE - tall), wide, tall];
}

export class PhotoHide extends HTMLElement {
  private field!: HTMLTextAreaElement;
  private from?: [number, number];
  private drawn?: HTMLElement;

  connectedCallback(): void {
    this.field = this.closest("form")!.querySelector("textarea")!;
    const add = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: this.dataset.add });
    add.addEventListener("click", () => this.put([...this.boxes(), [400, 400, 200, 200]], true));
    this.after(add);
    this.field.addEventListener("input", () => this.show());
    this.addEventListener("pointerdown", (event) => this.begin(event));
    this.addEventListener("pointermove", (event) => this.draw(event));
    this.addEventListener("pointerup", (event) => this.end(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.show();
  }

  private boxes(): Box[] {
    const lines = this.field.value.split("\n").map((line) => line.trim().split(/[\s,]+/).map(Number));
    return lines.filter((line) => line.length === 4 && line.every(Number.isFinite)) as Box[];
  }

  private put(boxes: Box[], last = false): void {
    this.field.value = boxes.map((box) => box.join(" ")).join("\n");
    this.show();
    if (last) this.querySelector<HTMLElement>(".hide-box:last-of-type")?.focus();
  }

  private show(): void {
    const focused = [...this.querySelectorAll(".hide-box")].indexOf(document.activeElement as Element);
    for (const old of this.querySelectorAll(".hide-box")) old.remove();
    this.boxes().forEach((box, at) => this.append(this.shape(box, at)));
    if (focused >= 0) this.querySelectorAll<HTMLElement>(".hide-box")[focused]?.focus();
  }

  private shape(box: Box, at: number): HTMLElement {
    const shape = Object.assign(document.createElement("button"), { type: "button", className: "hide-box" });
    shape.dataset.at = String(at);
    shape.setAttribute("aria-label", (this.dataset.name ?? "").replace("{n}", String(at + 1)));
    this.place(shape, box);
    return shape;
  }

  private place(shape: HTMLElement, [left, top, width, height]: Box): void {
    Object.assign(shape.style, { left: `${left / 10}%`, top: `${top / 10}%`, width: `${width / 10}%`, height: `${height / 10}%` });
  }

  private at(event: PointerEvent): [number, number] {
    const { left, top, width, height } = this.getBoundingClientRect();
    return [clamp(((event.clientX - left) / width) * WHOLE, 0, WHOLE), clamp(((event.clientY - top) / height) * WHOLE, 0, WHOLE)];
  }

  private begin(event: PointerEvent): void {
    if ((event.target as HTMLElement).closest(".hide-box") || event.button) return;
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    this.from = this.at(event);
    this.drawn = Object.assign(document.createElement("span"), { className: "hide-drawn" });
    this.append(this.drawn);
  }

  private span(event: PointerEvent): Box {
    const [[x, y], [east, south]] = [this.from!, this.at(event)];
    return [Math.min(x, east), Math.min(y, south), Math.abs(east - x), Math.abs(south - y)];
  }

  private draw(event: PointerEvent): void {
    if (this.from && this.drawn) this.place(this.drawn, this.span(event));
  }

  private end(event: PointerEvent): void {
    if (!this.from) return;
    const box = this.span(event);
    this.drawn?.remove();
    this.from = undefined;
    if (box[2] >= LEAST && box[3] >= LEAST) this.put([...this.boxes(), kept(box)], true);
  }

  private key(event: KeyboardEvent): void {
    const shape = (event.target as HTMLElement).closest<HTMLElement>(".hide-box");
    if (!shape) return;
    const boxes = this.boxes();
    const at = Number(shape.dataset.at);
    if (event.code === "Delete" || event.code === "Backspace") boxes.splice(at, 1);
    else {
      const way: [number, number] | undefined = ({ ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] } as Record<string, [number, number]>)[event.code];
      if (!way) return;
      const [left, top, width, height] = boxes[at]!;
      boxes[at] = kept(event.shiftKey ? [left, top, width + way[0], height + way[1]] : [left + way[0], top + way[1], width, height]);
    }
    event.preventDefault();
    this.put(boxes);
  }
}

customElements.define("photo-hide", PhotoHide);
