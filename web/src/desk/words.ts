// What is typed about a call: from the fields into the outbox at once, and out of it into the fields again after whatever went wrong.
import { toast } from "../toasts";
import { type Answer, ask } from "./asking";
import type { CallDesk } from "./call-desk";
import type { Missing } from "./missing";
import { Outbox, type Paper, countOfOthers } from "./outbox";
import { say } from "./said";

export class Words {
  private readonly outbox: Outbox;
  private readonly who = document.body.dataset.user ?? "";

  constructor(
    private readonly desk: CallDesk,
    private readonly missing: Missing,
  ) {
    this.outbox = new Outbox(this.who, (paper, answer) => this.arrived(paper, answer), () => this.showKept());
    desk.addEventListener("input", (event) => this.typed(event.target as HTMLElement));
    document.addEventListener("desk:refused", (event) => toast((event as CustomEvent<string>).detail, "error"));
    document.addEventListener("desk:older", (event) => this.older((event as CustomEvent<Paper>).detail));
    this.showKept();
  }

  flush(): Promise<void> {
    return this.outbox.flush();
  }

  private get form(): HTMLFormElement | null {
    return this.desk.querySelector("[data-draft]");
  }

  private typed(target: HTMLElement): void {
    const form = target.closest<HTMLFormElement>("[data-draft]");
    if (form) this.write(form);
  }

  private write(form: HTMLFormElement): void {
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    this.outbox.write(form.dataset.draft!, fields, Number(form.dataset.rev ?? 0));
  }

  private arrived(paper: Paper, answer: Answer): void {
    this.missing.set("server", false);
    const { form } = this;
    if (form && paper.key && form.dataset.draft === paper.key) return void this.desk.look([["call", paper.call]]); // begun here, now in the centre
    if (form?.dataset.draft === paper.call) {
      form.dataset.rev = String(Math.max(Number(form.dataset.rev ?? 0), answer.rev ?? 0));
      this.desk.show(answer, false);
    }
    if (paper.key) this.desk.want("queue");
  }

  /** Words of this call that the centre does not have yet stand in the fields again. */
  restore(): void {
    const { form } = this;
    const paper = form && this.outbox.paper(form.dataset.draft!);
    if (!form || !paper) return;
    if (paper.late && form.dataset.draft === paper.call) return this.join(form, paper);
    for (const [name, text] of Object.entries(paper.fields)) {
      const field = form.elements.namedItem(name) as HTMLInputElement | null;
      if (field && field.value !== text) field.value = text;
    }
    void this.flush();
  }

  private older(paper: Paper): void {
    toast(say("older"), "error");
    if (!this.desk.dataset.call || this.desk.dataset.call === paper.call) void this.desk.look([["call", paper.call]]);
  }

  /** Another window of the same record wrote on: its words stay where they are, and these are added below the narrative, once. */
  private join(form: HTMLFormElement, paper: Paper): void {
    const told = form.elements.namedItem("narrative") as HTMLTextAreaElement;
    for (const [name, text] of Object.entries(paper.fields)) {
      const field = form.elements.namedItem(name) as HTMLInputElement | null;
      const mine = text.trim();
      if (!mine || field?.value.includes(mine) || told.value.includes(mine)) continue;
      if (field && !field.value) field.value = text;
      else told.value = `${told.value.trimEnd()}\n${mine}`.trimStart();
    }
    this.outbox.joined(paper);
    this.write(form);
  }

  async byHand(): Promise<void> {
    const paper = this.outbox.begin();
    await this.flush();
    if (this.outbox.paper(paper.key)) this.showPaper(paper.key); // the centre has not taken it: it is written here
    else {
      await this.desk.look([["call", (await this.newest()) ?? ""]]);
      this.desk.focusOn("address");
    }
  }

  private async newest(): Promise<string | undefined> {
    const answer = await ask(`/desk/parts/?want=queue`).catch(() => undefined);
    const html = document.createElement("div");
    html.innerHTML = answer?.parts.queue ?? "";
    return [...html.querySelectorAll<HTMLElement>('[data-kind="mine"] [data-look]')].at(-1)?.dataset.look;
  }

  /** Words that the centre does not have: of a call begun while it was away, or of one that it refused. On this browser's own paper. */
  showPaper(id: string): void {
    const paper = this.outbox.paper(id);
    const template = document.querySelector<HTMLTemplateElement>("#desk-paper");
    const place = this.desk.querySelector('[data-part="call"]');
    if (!paper || !template || !place) return;
    if (paper.late) return void this.desk.look([["call", paper.call]]);
    place.replaceChildren(template.content.cloneNode(true));
    const form = place.querySelector<HTMLFormElement>("form")!;
    form.dataset.draft = id;
    this.desk.dataset.call = "";
    this.restore();
    this.desk.view("call");
    form.querySelector<HTMLElement>("[name=address]")?.focus();
  }

  showKept(): void {
    const place = this.desk.querySelector<HTMLElement>("[data-kept]")!;
    const left = this.outbox?.papers ?? [];
    const others = countOfOthers(this.who);
    const isStuck = this.outbox?.isAway || left.some((paper) => paper.held || paper.late);
    const mine = left.length === 0 ? say("kept-all") : isStuck ? say("kept-here", { n: left.length }) : say("kept-sending");
    place.textContent = others ? `${mine} · ${say("kept-others", { n: others })}` : mine;
    place.toggleAttribute("data-away", left.length > 0 && isStuck);
    this.list(left.filter((paper) => (paper.key && !paper.call) || paper.held || paper.late));
  }

  private list(papers: Paper[]): void {
    const list = this.desk.querySelector<HTMLElement>("[data-paper]");
    if (!list) return;
    list.hidden = papers.length === 0;
    list.replaceChildren(...papers.map((paper) => rowOf(paper)));
  }
}

function rowOf(paper: Paper): HTMLElement {
  const about = [paper.call, paper.fields.address || paper.fields.caller_number || paper.fields.narrative?.slice(0, 40)].filter(Boolean).join(" · ");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "queue-open", textContent: `${say("paper")} · ${about || "…"}`, title: paper.held ?? "" });
  button.dataset.paperOf = paper.key || paper.call;
  const row = document.createElement("li");
  row.append(button);
  return row;
}
