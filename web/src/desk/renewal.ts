// What others do comes by itself: the parts that an event may have changed are asked for again, together and at most once a second.
import { Away, ask } from "./asking";
import type { CallDesk } from "./call-desk";
import type { Missing } from "./missing";

const RENEW_MS = 1_000;
const POLL_MS = 5_000; // while the stream is down
const FOLLOWS: Record<string, string[]> = {
  calls: ["queue", "head", "where", "what", "legs", "stages"],
  forces: ["forces", "cases", "stages"],
  incidents: ["cases", "head", "what"],
};
const CASE_PARTS = new Set(["queue", "head", "stages", "forces", "cases"]);

export class Renewal {
  private readonly wanted = new Set<string>();
  private renewing = 0;
  private linkDown = 0;

  constructor(
    private readonly desk: CallDesk,
    private readonly missing: Missing,
  ) {
    for (const [room, names] of Object.entries(FOLLOWS)) document.body.addEventListener(`dothi:${room}`, () => this.want(...names));
    document.body.addEventListener("dothi:connection", (event) => this.connected((event as CustomEvent<string>).detail));
    setInterval(() => this.poll(), 60_000); // whatever an event missed
  }

  private connected(how: string): void {
    this.missing.set("stream", how === "lost");
    clearInterval(this.linkDown);
    if (how !== "live") this.linkDown = window.setInterval(() => this.poll(), POLL_MS);
  }

  /** The sign of a ringing call too: while the stream is down nothing else brings it. */
  private poll(): void {
    this.want("queue", "cases", "stages", "forces");
    document.body.dispatchEvent(new CustomEvent("desk:poll"));
  }

  want(...names: string[]): void {
    for (const name of names) this.wanted.add(name);
    if (this.renewing) return;
    this.renewing = window.setTimeout(() => void this.renew(), RENEW_MS * (0.8 + 0.4 * Math.random()));
  }

  private async renew(): Promise<void> {
    this.renewing = 0;
    if (this.desk.busy) return this.want();
    const names = [...this.wanted].filter((name) => this.desk.dataset.call || CASE_PARTS.has(name));
    this.wanted.clear();
    if (!names.length) return;
    try {
      this.desk.show(await ask(`/desk/parts/?${new URLSearchParams([...this.desk.state, ["want", names.join(",")]])}`, undefined, true), false);
      this.missing.set("server", false);
    } catch (error) {
      if (error instanceof Away) this.missing.set("server", true);
      for (const name of names) this.wanted.add(name);
    }
  }
}
