// Proof that the page paints: a dot that moves with the frames, read back from its canvas. A page whose frames stand still, or whose dot
// does not move although they run, shows a frozen or black picture, whatever its script believes.
const EVERY_MS = 1_000;

export class Pulse {
  private frames = 0;
  private moved = 0;
  private step = 0;
  private last = "";
  private since = performance.now();
  private readonly pen: CanvasRenderingContext2D | null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.pen = canvas.getContext("2d", { willReadFrequently: true });
    let drawn = 0;
    const frame = (at: number): void => {
      this.frames++;
      if (at - drawn >= EVERY_MS) { drawn = at; this.draw(); }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  private draw(): void {
    const { pen, canvas } = this;
    if (!pen) return;
    const at = 6 + (this.step++ % 4) * 12;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = getComputedStyle(canvas).color;
    pen.beginPath();
    pen.arc(at, canvas.height / 2, 5, 0, 2 * Math.PI);
    pen.fill();
    const seen = this.seen(pen);
    if (seen && seen !== this.last) this.moved++;
    this.last = seen;
  }

  /** Which of the four places is painted, as the picture has it. */
  private seen(pen: CanvasRenderingContext2D): string {
    const { data, width } = pen.getImageData(0, 12, 48, 1);
    return [6, 18, 30, 42].filter((x) => x < width && data[x * 4 + 3]! > 0).join();
  }

  /** Did frames run and the dot move since this was asked last? Nothing to say of less than two seconds, or of a page nobody sees. */
  moving(): boolean {
    const now = performance.now();
    if (now - this.since < 2_500 || document.hidden) return true;
    const good = this.frames > 0 && this.moved > 0 && document.documentElement.clientHeight > 0;
    this.frames = this.moved = 0;
    this.since = now;
    return good;
  }
}
