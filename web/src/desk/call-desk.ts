// <call-desk>: the desk where a call is taken, located, understood and answered by units. The server draws every part; here is what the
// hands do: the six steps (letters outside fields, Ctrl+Enter everywhere), the parts that renew themselves, and words that are never lost.
import { toast } from "../toasts";
import { Addresses } from "./addresses";
import { type Answer, Away, type Fields, Refused, ask } from "./asking";
import { Line } from "./line";
import { Missing } from "./missing";
import { put } from "./parts";
import { question } from "./question";
import { Renewal } from "./renewal";
import { bare, composing } from "./ringing";
import { say } from "./said";
import { settle, withhold } from "./settled";
import { Words } from "./words";

const GONE = new Set(["call-finished", "call-taken-meanwhile", "call-hung-up"]);

export class CallDesk extends HTMLElement {
  private words!: Words;
  private renewal!: Renewal;
  private addresses!: Addresses;
  private line!: Line;
  private missing!: Missing;
  busy = false;
  deeds = 0; // of this person, since the page stands

  connectedCallback(): void {
    if (this.words) return;
    this.missing = new Missing(this.querySelector<HTMLElement>("[data-missing]")!);
    this.renewal = new Renewal(this, this.missing);
    this.words = new Words(this, this.missing);
    this.addresses = new Addresses(this, (place) => void this.placeAt([["source", "typed"], ["lon", String(place.lon)], ["lat", String(place.lat)], ["accuracy_m", place.accuracy], ["address", place.name]]), () => this.redraw(), () => this.focusOn("narrative"));
    this.line = new Line(this.querySelector<HTMLFormElement>("[data-line]")!, (line) => this.command(line));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("change", (event) => this.changed(event.target as HTMLElement));
    document.addEventListener("submit", (event) => this.submit(event), true);
    document.addEventListener("keydown", (event) => this.key(event));
    addEventListener("popstate", () => location.reload());
    this.words.restore();
    import("./desk-map").then(({ DeskMap }) => new DeskMap(this, this.missing, (lon, lat) => this.placeAt([["source", "map"], ["lon", lon.toFixed(6)], ["lat", lat.toFixed(6)], ["accuracy_m", "25"]]))).catch(() => this.missing.set("map", true));
    if (this.dataset.call) this.addresses.field?.focus();
  }

  // ---- asking and showing

  get state(): Fields {
    const { call = "", case: incident = "", asked = "0", level = "1" } = this.dataset;
    const fields: Fields = [["asked", asked], ["level", level]];
    if (call) fields.push(["call", call]);
    if (incident) fields.push(["case", incident]);
    return fields;
  }

  /** One deed at a time; resolves to undefined when it was refused, which is said. */
  private async do(address: string, fields: Fields = []): Promise<Answer | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.deeds += 1;
    this.setAttribute("data-busy", "");
    try {
      const own = new Set(fields.map(([name]) => name));
      const answer = await ask(address, [...this.state.filter(([name]) => !own.has(name)), ...fields]);
      this.show(answer, true);
      return answer;
    } catch (error) {
      this.tell(error, address);
      return undefined;
    } finally {
      this.busy = false;
      this.removeAttribute("data-busy");
    }
  }

  private tell(error: unknown, address = ""): void {
    if (error instanceof Refused) {
      if (GONE.has(error.code)) settle(/^\/desk\/calls\/([^/]+)\/take\/$/.exec(address)?.[1] ?? "");
      this.put(error.parts, true);
      this.line.say({ said: error.message }, true);
      toast(error.message, "error");
      this.want("queue", "stages");
    } else if (error instanceof Away) {
      this.line.say({ said: say("away") }, true);
      this.missing.set("server", true);
    } else throw error;
  }

  show(answer: Answer, mine: boolean): void {
    const moved = mine && (answer.call !== (this.dataset.call ?? "") || answer.case !== (this.dataset.case ?? ""));
    if (mine) {
      Object.assign(this.dataset, { call: answer.call, case: answer.case, asked: answer.asked ? "1" : "0", level: String(answer.level) });
      if (moved) history.pushState(null, "", answer.call ? `/desk/?call=${answer.call}` : answer.case ? `/desk/?case=${answer.case}` : "/desk/");
    } else if (answer.call !== (this.dataset.call ?? "")) return; // the answer is of a call that was left meanwhile
    this.put(answer.parts, mine, answer.marks);
    if ("call" in answer.parts) this.words.restore();
    if ("queue" in answer.parts) this.words.showKept();
    if (moved || "forces" in answer.parts || "where" in answer.parts) this.redraw();
    if (answer.said || answer.found || answer.refused?.length) this.line.say(answer);
    for (const text of answer.refused ?? []) toast(text, "error");
    if (answer.link) this.showLink(answer.link);
    if (answer.open) (document.getElementById(answer.open) as HTMLDialogElement | null)?.showModal();
    if (mine && answer.focus) this.focusOn(answer.focus);
    this.count();
  }

  private put(parts: Record<string, string>, mine: boolean, marks: Record<string, string> = {}): void {
    for (const [name, html] of Object.entries(parts)) {
      const part = this.querySelector(`[data-part="${name}"]`);
      if (part) put(part, html, mine, marks[name]);
    }
    withhold(this);
  }

  /** The call or case on the desk is out of this person's reach now: said, and the desk is free. False: there was none. */
  left(refused: Refused): boolean {
    if (refused.status !== 404 || !(this.dataset.call || this.dataset.case)) return false;
    toast(refused.message, "error");
    void this.look([]).then(() => this.line.say({ said: refused.message }, true));
    return true;
  }

  focusOn(name: string): void {
    this.view("call");
    this.querySelector<HTMLElement>(`[data-draft] [name="${name}"]`)?.focus();
  }

  private showLink(address: string): void {
    const dialog = document.getElementById("desk-link") as HTMLDialogElement;
    const field = dialog.querySelector<HTMLInputElement>("[data-link-address]")!;
    field.value = address;
    dialog.showModal();
    field.select();
  }

  /** On a phone one of the views stands at a time. */
  view(name: string): void {
    if (this.dataset.view !== name && matchMedia("(max-width: 700px)").matches) scrollTo(0, 0); // each begins at its top
    this.dataset.view = name;
    for (const tab of this.querySelectorAll<HTMLElement>("[data-view-of]")) tab.setAttribute("aria-pressed", String(tab.dataset.viewOf === name));
  }

  private count(): void {
    const mark = this.querySelector<HTMLElement>('[data-count-of="queue"]');
    const waiting = this.querySelector<HTMLElement>("[data-waiting]")?.dataset.waiting;
    if (!mark) return;
    mark.hidden = !waiting;
    mark.textContent = waiting ?? "";
  }

  private redraw(): void {
    this.dispatchEvent(new CustomEvent("desk:drawn"));
  }

  want(...names: string[]): void {
    this.renewal.want(...names);
  }

  // ---- the six steps

  private async press(step: string): Promise<void> {
    if (step !== "answer" && step !== "locate") await this.words.flush();
    const { call } = this.dataset;
    if (step === "answer") await this.take(call ? `/desk/calls/${call}/take/` : "/desk/take/");
    else if (step === "locate") await this.locate();
    else if (step === "kind") this.acceptKind();
    else if (step === "recommend") await this.recommend();
    else if (step === "send") await this.send();
    else if (call) await this.finish(call);
    else await this.look([]);
  }

  /** Ctrl+Enter: the step that is next by what the call says now; what was just typed counts. */
  private async pressNext(): Promise<void> {
    if (this.busy) return;
    await this.words.flush();
    const now = this.querySelector<HTMLButtonElement>("[data-now]");
    if (now) await this.press(now.dataset.press!);
  }

  private async take(address: string): Promise<void> {
    const answer = await this.do(address);
    if (!answer) return;
    settle(answer.call);
    this.view("call");
  }

  /** Its answer holds the list as it is after it; the sign is asked for at the same time, before anybody presses the next key. */
  private async finish(call: string): Promise<void> {
    const answer = await this.do(`/desk/calls/${call}/next/`);
    if (!answer) return;
    if (answer.call !== call) settle(call);
    document.body.dispatchEvent(new CustomEvent("desk:poll"));
    this.view(answer.call ? "call" : "queue");
  }

  private async locate(): Promise<void> {
    this.view("call");
    if (this.addresses.rows.length && (await this.addresses.accept())) return;
    this.addresses.field?.focus();
    this.addresses.field?.select();
  }

  private async placeAt(fields: Fields): Promise<void> {
    const { call } = this.dataset;
    if (!call) return;
    await this.words.flush();
    await this.do(`/desk/calls/${call}/place/`, fields);
  }

  private acceptKind(): void {
    const first = this.querySelector<HTMLButtonElement>("[data-first-kind]");
    if (first) return first.click();
    const hand = this.querySelector<HTMLDetailsElement>(".kind-by-hand");
    if (!hand) return;
    hand.open = true;
    hand.querySelector<HTMLElement>("select")?.focus();
  }

  private async recommend(): Promise<void> {
    if (await this.do("/desk/recommend/")) this.view("forces");
  }

  private async send(): Promise<void> {
    const form = this.querySelector<HTMLFormElement>("form[data-send]");
    if (form) form.requestSubmit();
    else await this.recommend();
  }

  async look(fields: Fields): Promise<void> {
    await this.words.flush();
    this.dataset.asked = "0";
    this.dataset.level = "1";
    this.deeds += 1;
    try {
      this.show(await ask(`/desk/parts/?${new URLSearchParams([...fields, ["want", "queue,call,forces,cases"]])}`), true);
      this.view(fields.length ? "call" : "queue");
    } catch (error) {
      this.tell(error);
    }
  }

  private async command(line: string): Promise<boolean> {
    const answer = await this.do("/desk/command/", [["line", line]]);
    return answer !== undefined;
  }

  // ---- hands

  private clicked(event: Event): void {
    const target = event.target as HTMLElement;
    const of = <T extends HTMLElement>(selector: string) => target.closest<T>(selector);
    const doing = of<HTMLButtonElement>("button[data-do]");
    const press = of("[data-press]");
    const look = of("[data-look], [data-look-case]");
    const level = of("[data-level-of]");
    const view = of("[data-view-of]");
    if (doing) void this.doButton(doing);
    else if (press) void this.press(press.dataset.press!);
    else if (look) void this.look(look.dataset.look ? [["call", look.dataset.look]] : [["case", look.dataset.lookCase!]]);
    else if (level) void this.do("/desk/recommend/", [["level", level.dataset.levelOf!]]);
    else if (view) this.view(view.dataset.viewOf!);
    else if (of("[data-by-hand]")) void this.words.byHand();
    else if (of("[data-paper-of]")) this.words.showPaper(of("[data-paper-of]")!.dataset.paperOf!);
  }

  /** A button that does one thing; a reason or a destination is asked for first where the step needs it. */
  private async doButton(button: HTMLButtonElement): Promise<void> {
    const fields = Object.entries(JSON.parse(button.dataset.with ?? "{}") as Record<string, string>);
    if (button.dataset.needs) {
      const reason = await question(button.dataset.ask ?? "", button.dataset.needs !== "optional");
      if (reason === undefined) return;
      fields.push(["reason", reason]);
    }
    await this.do(button.dataset.do!, fields);
  }

  private submit(event: Event): void {
    const form = event.target as HTMLFormElement;
    const isRinging = form.matches("[data-ringing]");
    if (!isRinging && !(this.contains(form) && form.dataset.do)) {
      if (form.matches("[data-draft]")) event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isRinging) void this.words.flush().then(() => this.take(new URL(form.action).pathname));
    else void this.do(form.dataset.do!, [...new FormData(form)].map(([name, value]) => [name, String(value)]));
  }

  private changed(target: HTMLElement): void {
    if (target.matches("[data-answer]")) (target as HTMLInputElement).form?.requestSubmit();
    if (target.matches("form[data-send] input")) {
      const form = (target as HTMLInputElement).form!;
      const count = form.querySelectorAll("input:checked").length;
      form.querySelector("[data-send-word]")!.textContent = say("send-n", { n: count });
      form.querySelector<HTMLButtonElement>("[data-send-now]")!.disabled = count === 0;
      this.redraw();
    }
  }

  private key(event: KeyboardEvent): void {
    if (composing(event) || event.repeat || document.querySelector("dialog[open]")) return;
    const inField = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName);
    if ((event.code === "Enter" || event.code === "NumpadEnter") && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      void this.pressNext();
    } else if (event.code === "F8" && bare(event)) {
      event.preventDefault();
      this.view("call");
      this.addresses.field?.focus();
    } else if (event.code === "F4" && bare(event)) {
      event.preventDefault();
      this.line.focus();
    } else if (event.code === "F2" && bare(event) && !document.querySelector("[data-claim]")) {
      event.preventDefault();
      void this.take("/desk/take/");
    } else if (event.code === "Escape" && inField) {
      (event.target as HTMLElement).blur();
      this.addresses.show("");
    }
  }
}

customElements.define("call-desk", CallDesk);
