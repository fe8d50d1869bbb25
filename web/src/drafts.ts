// What a person typed outlives a session that ended in the middle of it: kept in this tab until the form has gone through.
import { toast } from "./toasts";
import { word } from "./words";

const PREFIX = "draft:";

interface Draft {
  who: string;
  sent: boolean; // on its way; the next page says whether it arrived
  fields: Record<string, string>;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Free text of a form that changes something; never passwords, codes or hidden fields. */
function fields(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>("textarea[name], input[type=text][name], input[type=date][name], select[name]")].filter((field) => !field.autocomplete || field.autocomplete === "on" || field.autocomplete === "off");
}

function isKept(form: HTMLFormElement | null): form is HTMLFormElement {
  return form?.method === "post" && form.querySelector("input[type=password]") === null && form.querySelector("textarea, input[type=text]") !== null;
}

/** Two forms of a page may lead to one address and mean two things (an answer, a note): their hidden field says which. */
function keyOf(form: HTMLFormElement): string {
  const meant = form.querySelector<HTMLInputElement>("input[type=hidden][name=step], input[type=hidden][name=do]")?.value ?? "";
  return `${PREFIX}${location.pathname} ${new URL(form.action, location.href).pathname} ${meant}`;
}

function keep(form: HTMLFormElement, sent: boolean): void {
  const draft: Draft = { who: document.body.dataset.user ?? "", sent, fields: Object.fromEntries(fields(form).map((field) => [field.name, field.value])) };
  sessionStorage.setItem(keyOf(form), JSON.stringify(draft));
}

function kept(): [string, Draft][] {
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => [key, JSON.parse(sessionStorage.getItem(key)!) as Draft]);
}

/** The login page, or a refusal, came instead of the answer: what was on its way did not arrive. */
function bringBack(): void {
  for (const [key, draft] of kept()) sessionStorage.setItem(key, JSON.stringify({ ...draft, sent: false }));
}

/** Drafts that arrived, and those of somebody else, go. */
function tidy(who: string): void {
  for (const [key, draft] of kept()) if (draft.sent || draft.who !== who) sessionStorage.removeItem(key);
}

function restore(): void {
  let restored = false;
  for (const form of document.forms) {
    const text = isKept(form) ? sessionStorage.getItem(keyOf(form)) : null;
    if (!text) continue;
    const draft = JSON.parse(text) as Draft;
    for (const field of fields(form)) {
      const typed = draft.fields[field.name];
      if (typed === undefined || typed === field.value) continue;
      field.value = typed;
      restored = true;
    }
  }
  if (restored) toast(word("draft-restored"));
}

export function startDrafts(): void {
  const who = document.body.dataset.user;
  if (who === undefined) {
    if (document.querySelector("input[type=password]")) bringBack();
    return;
  }
  if (document.querySelector(".notice-error, .errorlist")) bringBack();
  tidy(who);
  restore();
  document.addEventListener("input", (event) => {
    const form = (event.target as Field).form;
    if (isKept(form)) keep(form, false);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!event.defaultPrevented && isKept(form)) keep(form, true);
  });
}
