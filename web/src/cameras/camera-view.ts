// A short live view: picture after picture through the machine door, each asked for when the last one stands. No open line, nothing kept.
const PAUSE_MS = 250; // four pictures a second at most
const AGAIN_MS = 2_000; // when the camera gives none
const GONE = 410;
const UNKNOWN = 401; // the ticket is over

export class CameraView extends HTMLElement {
  private readonly picture = document.createElement("img");
  private readonly said = document.createElement("p");
  private stopped = false;
  private number = 0;

  connectedCallback(): void {
    this.picture.className = "camera-picture";
    this.picture.alt = this.dataset.alt ?? "";
    this.said.setAttribute("role", "status");
    this.replaceChildren(this.picture, this.said);
    this.stopped = false;
    void this.run();
  }

  disconnectedCallback(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const wait = document.hidden ? AGAIN_MS : await this.next();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /** One picture; how long to wait for the next. */
  private async next(): Promise<number> {
    try {
      const answer = await fetch(`${this.dataset.src}&n=${++this.number}`, { cache: "no-store" });
      if (answer.status === GONE || answer.status === UNKNOWN) return this.over();
      if (!answer.ok) return this.away();
      await this.show(await answer.blob());
      return PAUSE_MS;
    } catch {
      return this.away();
    }
  }

  private async show(jpeg: Blob): Promise<void> {
    const before = this.picture.src;
    this.picture.src = URL.createObjectURL(jpeg);
    await this.picture.decode().catch(() => undefined);
    if (before.startsWith("blob:")) URL.revokeObjectURL(before);
    this.said.textContent = "";
    this.dataset.pictures = String(this.number);
  }

  private away(): number {
    this.said.textContent = this.dataset.away ?? "";
    return AGAIN_MS;
  }

  /** Nothing of the last picture stays on the screen. */
  private over(): number {
    this.stopped = true;
    this.picture.remove();
    this.said.textContent = this.dataset.over ?? "";
    return 0;
  }
}

customElements.define("camera-view", CameraView);
