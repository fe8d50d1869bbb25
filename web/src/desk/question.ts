/** The page's own dialog for a reason; undefined: nothing is done. */
export function question(text: string, needed: boolean): Promise<string | undefined> {
  const dialog = document.getElementById("reason") as HTMLDialogElement;
  const field = dialog.querySelector("textarea")!;
  dialog.querySelector("[data-reason-question]")!.textContent = text;
  dialog.querySelector<HTMLElement>("[data-reason-field]")!.hidden = false;
  field.required = needed;
  field.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? field.value.trim() : undefined), { once: true });
  });
}
