// The command bar: completes while one types, carries out on Enter, says what was done, and offers to take it back.
import { type Answer, ask } from "./asking";
import { composing } from "./ringing";
import { say } from "./said";

export class Line {
  private readonly field: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly told: HTMLElement;
  private at = -1;
  private asked = 0;
  private readonly before: string[] = [];

  constructor(
    private readonly form: HTMLFormElement,
    private readonly run: (line: string) => Promise<boolean>,
  ) {
    this.field = form.querySelector("input")!;
    this.list = form.querySelector("[role=listbox]")!;
    this.told = form.querySelector("[data-said]")!;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.carryOut();
    });
    this.field.addEventListener("input", () => void this.complete());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.offer([]), 150));
    this.list.addEventListener("mousedown", (event) => {
      const chosen = (event.target as HTMLElement).closest("li");
      if (!chosen) return;
      event.preventDefault();
      this.take(chosen.textContent ?? "");
    });
  }

  focus(): void {
    this.field.focus();
    this.field.select();
  }

  /** What was done, with a button that takes it back where that can be. */
  say(answer: Pick<Answer, "said" | "undo" | "found" | "refused">, isError = false): void {
    this.told.replaceChildren();
    this.told.toggleAttribute("data-error", isError);
    if (answer.said) this.told.append(Object.assign(document.createElement("span"), { textContent: answer.said }));
    for (const text of answer.refused ?? []) this.told.append(Object.assign(document.createElement("strong"), { textContent: text, className: "line-refused" }));
    for (const one of answer.found ?? []) this.told.append(Object.assign(document.createElement("a"), { textContent: one.text, href: one.href }));
    if (answer.undo) this.told.append(this.undo(answer.undo));
  }

  private undo(line: string): HTMLButtonElement {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: say("undo") });
    button.dataset.key = "KeyZ";
    button.append(" ", Object.assign(document.createElement("kbd"), { textContent: "Z" }));
    button.addEventListener("click", () => {
      if (!line.endsWith(" ")) return void this.run(line);
      this.field.value = line; // a reason is asked for: the person writes it behind
      this.field.focus();
    });
    return button;
  }

  private async carryOut(): Promise<void> {
    const line = this.field.value.trim();
    if (!line || line === "/") return;
    this.before.push(line);
    this.offer([]);
    if (await this.run(line)) this.field.value = "";
  }

  private async complete(): Promise<void> {
    const mine = ++this.asked;
    const line = this.field.value;
    if (!line.trim()) return this.offer([]);
    const found = (await ask(`/desk/complete/?${new URLSearchParams({ line })}`, undefined, true).catch(() => undefined)) as { lines?: string[] } | undefined;
    if (mine === this.asked && document.activeElement === this.field) this.offer(found?.lines ?? []);
  }

  private offer(lines: string[]): void {
    this.at = -1;
    this.list.replaceChildren(
      ...lines.map((line, number) => {
        const one = Object.assign(document.createElement("li"), { textContent: line.trimEnd(), id: `desk-line-${number}` });
        one.setAttribute("role", "option");
        return one;
      }),
    );
    this.list.hidden = lines.length === 0;
    this.field.setAttribute("aria-expanded", String(lines.length > 0));
  }

  private take(line: string): void {
    this.field.value = `${line} `;
    this.field.focus();
    void this.complete();
  }

  private key(event: KeyboardEvent): void {
    if (composing(event)) return;
    const offered = [...this.list.children] as HTMLElement[];
    if (event.code === "Tab" && offered.length && !event.shiftKey) {
      event.preventDefault();
      this.take(offered[Math.max(this.at, 0)]!.textContent ?? "");
    } else if ((event.code === "ArrowDown" || event.code === "ArrowUp") && offered.length) {
      event.preventDefault();
      this.at = (this.at + (event.code === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
      offered.forEach((one, number) => one.setAttribute("aria-selected", String(number === this.at)));
      this.field.setAttribute("aria-activedescendant", offered[this.at]!.id);
    } else if (event.code === "ArrowUp" && this.before.length) {
      event.preventDefault();
      this.field.value = this.before.at(-1)!;
    } else if (event.code === "Enter" && this.at >= 0 && !event.ctrlKey) {
      event.preventDefault();
      this.take(offered[this.at]!.textContent ?? "");
    }
  }
}
