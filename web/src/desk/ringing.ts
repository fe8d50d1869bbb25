// The sign of a ringing call stands on every page: F2 takes it, also from inside a field. No input method uses that key.

/** Is a word being put together? Then no key is a command. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

export function bare(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
}

export function startRinging(): void {
  document.addEventListener("keydown", (event) => {
    if (event.code !== "F2" || !bare(event) || event.repeat || composing(event)) return;
    const take = document.querySelector<HTMLButtonElement>("[data-claim]");
    if (!take || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    take.click();
  });
}
