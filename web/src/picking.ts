// A list that one types into to find: `<fieldset data-picker>` with a search and rows that know how people look for them (`data-folded`).
// Without this script the same list scrolls.
import { plain } from "./plain";

export function startPicking(): void {
  for (const picker of document.querySelectorAll<HTMLElement>("[data-picker]")) start(picker);
}

function start(picker: HTMLElement): void {
  const find = picker.querySelector<HTMLInputElement>("[data-picker-find]")!;
  const rows = [...picker.querySelectorAll<HTMLElement>("[data-folded]")];
  find.hidden = rows.length < 8;
  find.addEventListener("input", () => narrow(picker, rows, plain(find.value).split(/\s+/).filter(Boolean)));
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // one looks for somebody: the form goes out by its button
    rows.find((row) => !row.hidden)?.querySelector<HTMLInputElement>("input")?.click();
  });
  picker.addEventListener("invalid", () => narrow(picker, rows, []), true); // the browser points only at what is in sight
  picker.addEventListener("change", () => tell(picker, rows));
  tell(picker, rows);
}

function narrow(picker: HTMLElement, rows: HTMLElement[], words: string[]): void {
  for (const row of rows) row.hidden = !words.every((word) => row.dataset.folded!.includes(word));
  picker.querySelector<HTMLElement>("[data-picker-none]")!.hidden = rows.some((row) => !row.hidden);
}

/** What is chosen stands beside the label, also when its row is out of sight. */
function tell(picker: HTMLElement, rows: HTMLElement[]): void {
  const names = rows.filter((row) => row.querySelector<HTMLInputElement>("input")!.checked).map((row) => row.querySelector("span")!.firstChild!.textContent!.trim());
  picker.querySelector("[data-picker-chosen]")!.textContent = names.length ? `· ${names.join(", ")}` : "";
}
