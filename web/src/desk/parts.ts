// Puts new HTML into a part of the page without taking anything out of a person's hands: what is open stays open, what is ticked
// stays ticked, what was written or chosen and not sent stays, the focus stays; a part in which somebody types waits.
import htmx from "htmx.org";
import { freshen } from "../freshness";
import { tick } from "./timers";

const shown = new WeakMap<Element, string>();
const marks = new WeakMap<Element, string>(); // the server's mark of what is shown: it need not send that again

/** Empty: whatever stands there is to be sent. */
export const markOf = (part: Element): string => marks.get(part) ?? "";

function isTyping(part: Element): boolean {
  const active = document.activeElement;
  return active !== null && part.contains(active) && /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName) && active.getAttribute("type") !== "checkbox";
}

interface Kept {
  open: string[];
  ticked: Map<string, boolean>;
  written: Map<string, string>;
  focus: string;
}

function mark(element: Element): string {
  const field = element as HTMLInputElement;
  return element.id || field.dataset?.do || (field.name ? `${field.name}=${field.value}` : "") || (element.textContent ?? "").trim().slice(0, 40);
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Fields whose form nobody has sent yet: the drafts of a call are kept by the outbox. */
function fieldsOf(part: Element): Field[] {
  return [...part.querySelectorAll<Field>("input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select")].filter((field) => field.form && !field.form.matches("[data-draft]"));
}

function standsAt(field: Field): string {
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
  return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
}

function keep(part: Element): Kept {
  const boxes = [...part.querySelectorAll<HTMLInputElement>("input[type=checkbox]")].filter((box) => box.checked !== box.defaultChecked);
  return {
    open: [...part.querySelectorAll("details")].map((one) => `${one.open} ${one.querySelector("summary")?.textContent?.trim()}`),
    ticked: new Map(boxes.map((box) => [`${box.name}=${box.value}`, box.checked])),
    written: new Map(fieldsOf(part).filter((field) => field.value !== standsAt(field)).map((field) => [field.id || field.name, field.value])),
    focus: document.activeElement && part.contains(document.activeElement) ? mark(document.activeElement) : "",
  };
}

function restore(part: Element, kept: Kept, asked: boolean): void {
  if (!asked) for (const field of fieldsOf(part)) field.value = kept.written.get(field.id || field.name) ?? field.value;
  for (const one of part.querySelectorAll("details")) {
    const name = one.querySelector("summary")?.textContent?.trim();
    if (kept.open.includes(`true ${name}`)) one.open = true;
    else if (kept.open.includes(`false ${name}`)) one.open = false;
  }
  for (const box of part.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) {
    const ticked = kept.ticked.get(`${box.name}=${box.value}`);
    if (ticked !== undefined) box.checked = ticked;
  }
  if (kept.focus) [...part.querySelectorAll<HTMLElement>("button, a, input, summary")].find((one) => mark(one) === kept.focus)?.focus({ preventScroll: true });
}

/** `asked`: by this person's own doing, so nothing is kept back; `mark`: the server's of this HTML. Returns whether something new stands there. */
export function put(part: Element, html: string, asked: boolean, mark = ""): boolean {
  const isNew = shown.get(part) !== html;
  if (isNew && !asked && isTyping(part)) return false;
  marks.set(part, mark);
  if (!isNew) return false;
  const kept = keep(part);
  const scrolled = part.scrollTop;
  part.innerHTML = html;
  shown.set(part, html);
  restore(part, kept, asked);
  part.scrollTop = scrolled;
  htmx.process(part);
  freshen(part);
  tick(part);
  return true;
}
