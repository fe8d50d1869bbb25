// The builder of boards (`<form data-builder>`): every button and list works without this script; here they ask for the preview at once, and a
// tile is taken by its grip. What was done by pointer is sent as the same `op` that the buttons send.
export function startBuilder(): void {
  document.body.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-builder] button[name=op]");
    if (!button?.value) return; // saving goes out as a form does
    event.preventDefault();
    send(button.form!, button.value);
  });
  document.body.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    const form = field.closest<HTMLFormElement>("[data-builder]");
    if (!form) return;
    if (field.matches("[data-change]")) send(form, "");
    if (field.id === "add-kind") narrow(form);
  });
  document.body.addEventListener("keydown", (event) => {
    const field = event.target as HTMLElement;
    if (event.key !== "Enter" || !field.closest(".builder-add") || field.tagName === "TEXTAREA") return;
    event.preventDefault(); // Enter in a field of a new tile adds it, it does not save the board
    send(field.closest("form")!, "add");
  });
  document.body.addEventListener("pointerdown", take);
  document.body.addEventListener("htmx:after:swap", narrowAll);
  narrowAll();
}

/** The form with what is to be done to it. */
function send(form: HTMLFormElement, op: string): void {
  form.querySelector("input[name=op]")?.remove();
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "op", value: op });
  form.append(field);
  form.dispatchEvent(new CustomEvent("builder:change", { bubbles: true }));
  field.remove();
}

function narrowAll(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-builder]")) narrow(form);
}

/** Only the fields that the chosen kind of tile needs. */
function narrow(form: HTMLFormElement): void {
  const kind = form.querySelector<HTMLSelectElement>("#add-kind")!.value;
  for (const field of form.querySelectorAll<HTMLElement>("[data-for]")) field.hidden = !field.dataset.for!.split(" ").includes(kind);
}

function take(event: PointerEvent): void {
  const grip = (event.target as HTMLElement).closest<HTMLElement>("[data-grip]");
  const held = grip?.closest<HTMLElement>("[data-tile]");
  const list = held?.parentElement;
  const form = held?.closest("form");
  if (!grip || !held || !list || !form) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  held.classList.add("builder-held");
  const at = (y: number) => [...list.children].findIndex((row) => y < row.getBoundingClientRect().bottom);
  const show = (y: number) => [...list.children].forEach((row, place) => row.classList.toggle("builder-here", place === at(y) && row !== held));
  grip.addEventListener("pointermove", (moved) => show(moved.clientY));
  const end = (dropped: PointerEvent) => {
    const place = at(dropped.clientY);
    const to = place < 0 ? list.children.length - 1 : place;
    show(-1);
    held.classList.remove("builder-held");
    if (dropped.type === "pointerup" && String(to) !== held.dataset.tile) send(form, `move:${held.dataset.tile}:${to}`);
  };
  grip.addEventListener("pointerup", end, { once: true });
  grip.addEventListener("pointercancel", end, { once: true });
}
