// Which part of the centre is missing, said at the desk in words: what still works, and what does not until it is back.
import { say } from "./said";

const EVERY_MS = 15_000;

interface Health {
  parts: Record<string, { status: string }>;
}

/** Parts of /healthz that the desk needs, and the word for what is missing without each. */
const NEEDED: Record<string, string> = { postgres: "postgres", gateway: "gateway", nats: "nats", writer: "writer", events: "events", telephony: "telephony" };

/** A telephony that runs but hears no exchange says that it is degraded: calls do not come in either way. */
function isMissing(part: string, status: string): boolean {
  return status === "down" || (part === "telephony" && status !== "ok");
}

export class Missing {
  private readonly down = new Set<string>();

  constructor(private readonly place: HTMLElement) {
    void this.look();
    setInterval(() => void this.look(), EVERY_MS * (0.85 + 0.3 * Math.random())); // fifty desks do not ask at once
  }

  private async look(): Promise<void> {
    const health = await fetch("/healthz", { headers: { "X-Background": "1" }, signal: AbortSignal.timeout(10_000) })
      .then((answer) => answer.json() as Promise<Health>)
      .catch(() => undefined);
    this.set("server", !health);
    if (!health) return;
    for (const name of new Set(Object.values(NEEDED))) this.down.delete(name);
    for (const [part, name] of Object.entries(NEEDED)) if (health.parts[part] && isMissing(part, health.parts[part].status)) this.down.add(name);
    this.show();
  }

  set(what: string, isMissing: boolean): void {
    if (isMissing) this.down.add(what);
    else this.down.delete(what);
    this.show();
  }

  private show(): void {
    this.place.hidden = this.down.size === 0;
    const text = [...this.down].map((name) => say(`missing-${name}`)).join(" · ");
    const line = this.place.querySelector("[data-missing-words]")!;
    if (line.textContent !== text) line.textContent = text;
  }
}
