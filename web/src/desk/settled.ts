// Calls that this page knows as taken, ended or finished: nothing on it offers them any more, however late a list or a sign comes in.
import type { RoomEvent } from "../live";

const settled = new Set<string>();

export function settle(code: string): void {
  if (!code) return;
  settled.add(code);
  withhold();
}

/** Takes settled calls out of the sign and out of what rings in the list. */
export function withhold(root: ParentNode = document): void {
  for (const take of root.querySelectorAll<HTMLElement>("[data-claim]")) if (settled.has(take.dataset.claim!)) take.closest("form")?.remove();
  for (const row of root.querySelectorAll<HTMLElement>('[data-kind="ringing"]')) if (settled.has(row.querySelector<HTMLElement>("[data-look]")?.dataset.look ?? "")) strike(row);
}

function strike(row: HTMLElement): void {
  const list = row.parentElement;
  row.remove();
  const head = list?.previousElementSibling;
  const mark = head?.querySelector<HTMLElement>("[data-waiting]");
  if (!list || !mark) return;
  const left = Number(mark.dataset.waiting) - 1;
  mark.dataset.waiting = mark.textContent = String(left);
  if (list.childElementCount === 0) {
    list.remove();
    if (left <= 0) head?.remove();
  }
}

/** What the stream tells of calls counts at once; lists follow within a second. */
export function startSettling(): void {
  document.body.addEventListener("dothi:told", (event) => {
    const { topic, payload } = (event as CustomEvent<RoomEvent>).detail;
    if (topic.startsWith("calls.") && payload.state && (payload.taken_by || payload.state !== "ringing")) settle(String(payload.call ?? ""));
  });
  document.addEventListener("htmx:after:swap", () => withhold());
}
