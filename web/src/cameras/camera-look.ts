// A look ends when its page is left: the report of looks then says until when somebody looked, not until when they might have.
const AGAIN_MS = 3_000;
const MOST_TRIES = 20;
const STAYS_MS = 10_000; // a click that does not lead away in this time led nowhere

export class CameraLook extends HTMLElement {
  private staysUntil = 0;

  connectedCallback(): void {
    document.addEventListener("click", this.clicked, true);
    document.addEventListener("submit", this.sent, true);
    document.addEventListener("error", this.failed, true);
    for (const one of document.querySelectorAll<HTMLImageElement>(".camera-picture")) if (one.complete && !one.naturalWidth) this.again(one);
    addEventListener("pagehide", this.left);
    addEventListener("pageshow", this.cameBack);
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.clicked, true);
    document.removeEventListener("submit", this.sent, true);
    document.removeEventListener("error", this.failed, true);
    removeEventListener("pagehide", this.left);
    removeEventListener("pageshow", this.cameBack);
  }

  /** A picture that did not come is asked for again: the camera, or the line to it, had a bad moment. */
  private readonly failed = (event: Event): void => {
    if (event.target instanceof HTMLImageElement) this.again(event.target);
  };

  private again(picture: HTMLImageElement): void {
    const tries = Number(picture.dataset.tries ?? 0) + 1;
    if (!picture.matches(".camera-picture") || tries > MOST_TRIES) return;
    picture.dataset.tries = String(tries);
    setTimeout(() => {
      const url = new URL(picture.src, location.href);
      url.searchParams.set("n", String(Date.now()));
      picture.src = url.href;
    }, AGAIN_MS);
  }

  private readonly clicked = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    if (link) this.heads(link.href);
  };

  private readonly sent = (event: Event): void => {
    if (event.target instanceof HTMLFormElement) this.heads(event.target.action);
  };

  /** Pages that belong to the same look (`data-within`: beginnings of paths) are no leaving. */
  private heads(address: string): void {
    const url = new URL(address, location.href);
    const within = (this.dataset.within ?? "").split(" ").filter(Boolean);
    const stays = url.origin === location.origin && within.some((path) => url.pathname.startsWith(path));
    this.staysUntil = stays ? Date.now() + STAYS_MS : 0;
  }

  private readonly left = (): void => {
    if (Date.now() < this.staysUntil || !this.dataset.end) return;
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    const body = new URLSearchParams(this.dataset.of ?? "");
    void fetch(this.dataset.end, { method: "POST", keepalive: true, body, headers: { "X-CSRFToken": token, "X-Background": "1" } });
  };

  /** A page that the browser kept shows a look that is over. */
  private readonly cameBack = (event: PageTransitionEvent): void => {
    if (event.persisted) location.reload();
  };
}

customElements.define("camera-look", CameraLook);
