// Boxes that are ticked in a list which renews itself: `<details data-ticks="report">` counts those of that name, keeps them over a swap
// and ticks all of them at once. Without a script the boxes and the form work all the same.

function boxes(name: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[type="checkbox"][name="${name}"]`)];
}

export function startTicks(): void {
  const panel = document.querySelector<HTMLDetailsElement>("[data-ticks]");
  const name = panel?.dataset.ticks;
  if (!panel || !name) return;
  const ticked = new Set<string>();
  const count = panel.querySelector("[data-ticked]");
  const read = (): void => {
    for (const box of boxes(name)) {
      if (box.checked) ticked.add(box.value);
      else ticked.delete(box.value);
    }
    if (count) count.textContent = String(boxes(name).filter((box) => box.checked).length);
  };
  const again = (): void => {
    for (const box of boxes(name)) box.checked = ticked.has(box.value);
    read();
  };
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === name) {
      read();
    }
  });
  document.addEventListener("htmx:after:swap", again);
  panel.querySelector("[data-tick-all]")?.addEventListener("click", () => {
    const all = boxes(name);
    const every = all.every((box) => box.checked);
    for (const box of all) box.checked = !every;
    read();
  });
  read();
}
