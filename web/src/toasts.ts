// Short words about what a person just did. The same text twice is one toast; errors stay until closed.
import { word } from "./words";

const shown = new Map<string, HTMLElement>();

export function toast(text: string, kind: "info" | "error" = "info"): void {
  const place = document.querySelector("[data-toasts]");
  if (!place || shown.has(text)) return;
  const box = document.createElement("div");
  box.className = `toast toast-${kind}`;
  box.setAttribute("role", kind === "error" ? "alert" : "status");
  const close = document.createElement("button");
  close.className = "icon-button";
  close.type = "button";
  close.setAttribute("aria-label", word("close"));
  close.append(icon("close"));
  box.append(icon(kind === "error" ? "alert" : "info"), Object.assign(document.createElement("span"), { textContent: text }), close);
  const remove = () => {
    shown.delete(text);
    box.remove();
  };
  close.addEventListener("click", remove);
  if (kind !== "error") setTimeout(remove, 6000);
  shown.set(text, box);
  place.append(box);
}

/** A symbol of the page's sprite (`alarm`), or of the severities (`s-high`). */
export function icon(name: string, className = "icon"): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", name.startsWith("s-") ? `#${name}` : `#i-${name}`);
  svg.append(use);
  return svg;
}
