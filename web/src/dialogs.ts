// Opening and closing dialogs; asking before a form goes out, with a reason where the form wants one; rows that are links.
import { open } from "./keys";
import { word } from "./words";

const agreed = new WeakSet<HTMLFormElement>();

/** `told`: of the form, or of the one button that asks where others of its form do not. */
function ask(form: HTMLFormElement, submitter: HTMLElement | null, told: DOMStringMap): void {
  const dialog = document.getElementById("reason") as HTMLDialogElement;
  const text = dialog.querySelector("textarea")!;
  const wish = told.reason;
  dialog.querySelector("[data-reason-question]")!.textContent = told.confirm ?? "";
  dialog.querySelector<HTMLElement>("[data-reason-field]")!.hidden = wish === undefined;
  text.required = wish === "required";
  text.value = "";
  text.setCustomValidity("");
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      if (wish !== undefined) reasonField(form).value = text.value.trim();
      agreed.add(form);
      form.requestSubmit(submitter);
    },
    { once: true },
  );
  dialog.showModal();
}

function reasonField(form: HTMLFormElement): HTMLInputElement {
  const found = form.querySelector<HTMLInputElement>("input[name=reason]");
  if (found) return found;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "reason" });
  form.append(field);
  return field;
}

/** One dialog for many rows: where its form goes and what it is about come from the button that opens it. */
function speakOf({ dataset }: HTMLElement): void {
  const dialog = document.getElementById(dataset.open!);
  const form = dialog?.querySelector("form");
  if (form && dataset.action) form.action = dataset.action;
  const subject = dialog?.querySelector("[data-subject]");
  if (subject && dataset.subject) subject.textContent = dataset.subject;
}

export function startDialogs(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const told = event.submitter?.dataset.confirm === undefined ? form.dataset : event.submitter.dataset;
      if (told.confirm === undefined || agreed.delete(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, event.submitter, told);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const opener = target.closest<HTMLElement>("[data-open]");
    if (opener) {
      speakOf(opener);
      open(opener.dataset.open!);
    }
    if (target.closest("[data-close]")) target.closest("dialog")?.close();
    if (target.closest("[data-back]")) history.back();
    for (const popup of document.querySelectorAll<HTMLDetailsElement>("details[data-popup][open]")) if (!popup.contains(target)) popup.open = false;
    const row = target.closest<HTMLElement>("[data-href]");
    if (row && !target.closest("a, button, input, label, select, summary") && !getSelection()?.toString()) location.assign(row.dataset.href!);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target as HTMLElement;
    if (event.code === "Enter" && row.dataset?.href) location.assign(row.dataset.href);
  });
  const text = document.querySelector<HTMLTextAreaElement>("#reason textarea");
  text?.addEventListener("invalid", () => text.setCustomValidity(word("reason-needed")));
  text?.addEventListener("input", () => text.setCustomValidity(""));
}
