// Nothing that was typed at the desk is lost: each call's words are a paper in this browser until the centre has them.
// A paper carries a revision that counts up; what comes late overwrites nothing newer, and the same twice changes nothing.
// A paper is dropped only when the centre has its words, or when its own writer, signing out, was asked and said so.
import { Away, type Answer, ask, Refused } from "./asking";

const PREFIX = "desk:";
const PAUSE_MS = 400; // after the last letter
const AGAIN_MS = [1_000, 2_000, 5_000, 10_000];

export interface Paper {
  who: string;
  call: string; // its code; empty while the centre has not given one
  key: string; // of a call that was begun here, without the centre
  rev: number;
  sent: number;
  fields: Record<string, string>;
  at: number;
  held?: string; // why the centre refused it: kept, and tried again with the next letter
  late?: boolean; // the centre has newer words of another window: kept until both stand in the fields
}

type Told = (paper: Paper, answer: Answer) => void;

export function papersOf(who: string): Paper[] {
  return all()
    .filter((paper) => paper.who === who)
    .sort((one, other) => one.at - other.at);
}

function all(): Paper[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => JSON.parse(localStorage.getItem(key)!) as Paper);
}

/** On a shared desk: unsent words of somebody else, which wait until that person signs in here again. Nobody else is shown them. */
export function countOfOthers(who: string): number {
  return all().filter((paper) => paper.who !== who).length;
}

/** Papers of the one who signs out; those of others are not theirs to throw away. */
function wipe(who: string): void {
  for (const paper of papersOf(who)) localStorage.removeItem(nameOf(paper));
}

function nameOf(paper: Paper): string {
  return `${PREFIX}${paper.who}:${paper.key || paper.call}`;
}

/** randomUUID is not there on a plain http address of a local network. */
function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  private timer = 0;
  private failed = 0;
  private sending?: Promise<void>;

  constructor(
    private readonly who: string,
    private readonly arrived: Told,
    private readonly changed: () => void,
  ) {
    if (this.papers.length) this.soon(0);
    addEventListener("online", () => this.soon(0));
  }

  get papers(): Paper[] {
    return papersOf(this.who);
  }

  get isAway(): boolean {
    return this.failed > 0;
  }

  paper(id: string): Paper | undefined {
    return this.papers.find((one) => one.call === id || one.key === id);
  }

  /** A call begun without the centre. */
  begin(): Paper {
    const paper = { who: this.who, call: "", key: freshKey(), rev: 0, sent: 0, fields: {}, at: Date.now() };
    this.keep(paper);
    this.soon(AGAIN_MS[0]!);
    return paper;
  }

  write(id: string, fields: Record<string, string>, known: number): void {
    const before = this.paper(id) ?? { who: this.who, call: id, key: "", rev: known, sent: known, fields: {}, at: Date.now() };
    this.keep({ ...before, fields, rev: Math.max(before.rev, known) + 1, held: undefined });
    this.soon(PAUSE_MS);
  }

  /** Both texts stand in the fields now: what is written next goes over the revision that the centre has. */
  joined(paper: Paper): void {
    this.keep({ ...paper, late: undefined });
  }

  private keep(paper: Paper): void {
    localStorage.setItem(nameOf(paper), JSON.stringify(paper));
    this.changed();
  }

  private drop(paper: Paper): void {
    localStorage.removeItem(nameOf(paper));
    this.changed();
  }

  private soon(ms: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), ms);
  }

  /** Sends what is not sent; resolves when the centre has it, or has not answered. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.sending) await this.sending;
    this.sending = this.sendAll().finally(() => (this.sending = undefined));
    await this.sending;
  }

  private async sendAll(): Promise<void> {
    try {
      for (const paper of this.papers.filter((one) => !one.held && !one.late)) await this.send(paper);
      this.failed = 0;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.failed += 1;
      this.soon(AGAIN_MS[Math.min(this.failed, AGAIN_MS.length) - 1]!);
    }
    this.changed();
  }

  private async send(paper: Paper): Promise<void> {
    try {
      const begun = paper.call ? undefined : await ask("/desk/by-hand/", [["key", paper.key], ["caller_number", paper.fields.caller_number ?? ""]]);
      const call = begun?.call ?? paper.call;
      const rev = Math.max(paper.rev, 1);
      const answer = await ask(`/desk/calls/${encodeURIComponent(call)}/draft/`, [["rev", String(rev)], ["call", call], ...Object.entries(paper.fields)], true);
      const newest = this.paper(paper.key || paper.call) ?? paper;
      if (answer.older) return this.older({ ...newest, call });
      if (newest.rev > paper.rev) this.keep({ ...newest, call, sent: rev, rev: Math.max(newest.rev, rev + 1) }); // typed on meanwhile
      else this.drop(paper);
      this.arrived({ ...paper, call }, begun ? { ...answer, parts: { ...begun.parts, ...answer.parts } } : answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.keep({ ...(this.paper(paper.key || paper.call) ?? paper), held: error.message }); // closed, no longer theirs: said, and the words stay to be read
      document.dispatchEvent(new CustomEvent("desk:refused", { detail: error.message }));
    }
  }

  /** Another window wrote on: nobody's words are overwritten, and these stay here until both stand in the fields. */
  private older(paper: Paper): void {
    this.keep({ ...paper, late: true });
    document.dispatchEvent(new CustomEvent("desk:older", { detail: paper }));
  }
}

/** Signing out takes the papers along; whoever still has unsent words is asked first. */
export function startWiping(ask: (count: number) => boolean): void {
  const who = document.body.dataset.user;
  if (!who) return;
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!/\/logout\/$/.test(form.action)) return;
    const left = papersOf(who).length;
    if (left && !ask(left)) event.preventDefault();
    else wipe(who);
  });
}
