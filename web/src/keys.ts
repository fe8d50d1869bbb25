// Keyboard: `g m` goes to the map, `j`/`k` walk rows, `/` searches, `?` helps, and keycaps on buttons (`data-key="KeyA"`).
// Physical keys (`event.code`), because Telex and VNI swallow letters; silent in fields, while composing, and when switched off.

const rows = "[data-href], [data-row]";
let waitingForPlace = 0;
let chosen = ""; // id of the row that was walked to: a list that renews itself does not lose it

function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest("dialog[open]") !== null;
}

function choose(row: HTMLElement): void {
  row.setAttribute("aria-selected", "true");
  chosen = row.id;
}

/** The row that was chosen, or the one that the address names, is chosen again. */
function chooseAgain(id = chosen): void {
  const row = id && !document.querySelector('[aria-selected="true"]') ? document.getElementById(id) : null;
  if (row?.matches(rows)) choose(row);
}

function walk(step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(rows)].filter((row) => row.offsetParent !== null);
  const at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  all[at]?.removeAttribute("aria-selected");
  choose(next);
  next.scrollIntoView({ block: "nearest" });
  if (next.tabIndex < 0) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

/** A row's own button (`data-row-key`) answers only while the row is selected; else the page's first visible keycap. */
function pressKeycap(code: string): boolean {
  const own = document.querySelector<HTMLElement>(`[aria-selected="true"] [data-row-key="${code}"]`);
  if (own) {
    own.click();
    return true;
  }
  const button = [...document.querySelectorAll<HTMLElement>(`[data-key="${code}"]`)].find((found) => found.offsetParent !== null);
  button?.click();
  return button !== undefined;
}

function handle(event: KeyboardEvent): boolean {
  if (Date.now() < waitingForPlace) {
    waitingForPlace = 0;
    const link = document.querySelector<HTMLAnchorElement>(`[data-go="${event.code}"]`);
    link?.click();
    return link !== null;
  }
  if (event.code === "Slash" && event.shiftKey) return open("keys");
  if (event.code === "Slash") {
    const field = document.querySelector<HTMLInputElement>("main input[type=search]");
    field?.focus();
    return field !== null;
  }
  if (event.shiftKey) return false;
  if (event.code === "KeyG") {
    waitingForPlace = Date.now() + 1500;
    return true;
  }
  if (event.code === "KeyJ" || event.code === "KeyK") {
    walk(event.code === "KeyJ" ? 1 : -1);
    return true;
  }
  return pressKeycap(event.code);
}

export function open(id: string): boolean {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  return dialog !== null;
}

export function startKeys(): void {
  chooseAgain(location.hash.slice(1));
  document.addEventListener("htmx:after:swap", () => chooseAgain());
  document.addEventListener("keydown", (event) => {
    if (event.code === "Escape") for (const popup of document.querySelectorAll<HTMLDetailsElement>("details[data-popup][open], .nav-more[open]")) popup.open = false;
    if (document.body.dataset.keys === "off" || event.repeat || isTyping(event)) return;
    if (handle(event)) event.preventDefault();
  });
}
