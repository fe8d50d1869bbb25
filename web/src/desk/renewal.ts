// What others do comes by itself: the parts that an event may have changed are asked for again, together and at most once a second.
import { type RoomEvent, connection } from "../live";
import { toast } from "../toasts";
import { Away, Refused, ask } from "./asking";
import type { CallDesk } from "./call-desk";
import type { Missing } from "./missing";
import { say } from "./said";
import { markOf } from "./parts";

const RENEW_MS = 1_000;
const POLL_MS = 5_000; // while the stream is down
const SILENT_MS = 20_000; // a ping comes every 15 s: without one the desk asks by itself before the stream is called dead
const FOLLOWS: Record<string, string[]> = {
  calls: ["queue", "head", "where", "what", "legs", "stages"],
  forces: ["forces", "cases", "stages"],
  incidents: ["cases", "head", "what"],
};
const EVERYTHING = [...new Set(Object.values(FOLLOWS).flat())];
const CASE_PARTS = new Set(["queue", "head", "stages", "forces", "cases"]);

export class Renewal {
  private readonly wanted = new Set<string>();
  private renewing = 0;
  private isAsking = false;

  constructor(
    private readonly desk: CallDesk,
    private readonly missing: Missing,
  ) {
    for (const [room, names] of Object.entries(FOLLOWS)) document.body.addEventListener(`dothi:${room}`, () => this.want(...names));
    document.body.addEventListener("dothi:told", (event) => this.meanwhile((event as CustomEvent<RoomEvent>).detail));
    document.body.addEventListener("dothi:connection", () => this.sayStream());
    setInterval(() => this.sayStream() && this.poll(), POLL_MS);
    setInterval(() => this.poll(), 60_000); // whatever an event missed
    this.sayStream();
  }

  /** Somebody else took or finished the call that stands on this desk: said at once, and its fields are closed. */
  private meanwhile({ topic, payload }: RoomEvent): void {
    const { call, what, who, taken_by: taker, taken_by_name: name } = payload as Record<string, string>;
    if (!topic.startsWith("calls.") || !call || call !== this.desk.dataset.call || this.desk.busy) return;
    const isTaken = topic === "calls.taken" || what === "returned";
    if (what === "wrapped") toast(say("finished-meanwhile", { call, who: who ?? "" }), "error");
    else if (isTaken && String(taker) !== document.body.dataset.user) toast(say("taken-meanwhile", { call, who: name ?? "" }), "error");
    else return;
    this.want("fields", "legs");
  }

  /** Does nothing come by the stream now? */
  private sayStream(): boolean {
    const { state, silentMs } = connection();
    const isSilent = state === "live" && silentMs > SILENT_MS;
    this.missing.set("stream", state === "lost" || isSilent);
    return state !== "live" || isSilent;
  }

  /** The sign of a ringing call too: while the stream is down nothing else brings it. */
  private poll(): void {
    this.want(...EVERYTHING);
    document.body.dispatchEvent(new CustomEvent("desk:poll"));
  }

  want(...names: string[]): void {
    for (const name of names) this.wanted.add(name);
    if (this.renewing) return;
    this.renewing = window.setTimeout(() => void this.renew(), RENEW_MS * (0.8 + 0.4 * Math.random()));
  }

  /** One question at a time, so that of two answers the older never comes last. */
  private async renew(): Promise<void> {
    this.renewing = 0;
    if (this.desk.busy || this.isAsking) return this.want();
    const names = [...this.wanted].filter((name) => this.desk.dataset.call || CASE_PARTS.has(name));
    this.wanted.clear();
    if (!names.length) return;
    this.isAsking = true;
    const { deeds } = this.desk;
    try {
      const answer = await ask(`/desk/parts/?${new URLSearchParams([...this.desk.state, ["want", names.join(",")], ["have", this.have(names)]])}`, undefined, true);
      this.missing.set("server", false);
      if (deeds === this.desk.deeds) this.desk.show(answer, false);
      else this.want(...names); // something was done meanwhile: what was asked before it is old
    } catch (error) {
      this.failed(error, names);
    } finally {
      this.isAsking = false;
    }
  }

  /** What stands there already is not sent again. */
  private have(names: string[]): string {
    const marks = names.map((name) => [name, markOf(this.desk.querySelector(`[data-part="${name}"]`) ?? this.desk)]);
    return marks.filter(([, mark]) => mark).map((one) => one.join(":")).join(",");
  }

  private failed(error: unknown, names: string[]): void {
    if (error instanceof Refused && this.desk.left(error)) return;
    if (error instanceof Away) this.missing.set("server", true);
    else if (!(error instanceof Refused)) throw error;
    for (const name of names) this.wanted.add(name);
    setTimeout(() => this.want(), POLL_MS);
  }
}
