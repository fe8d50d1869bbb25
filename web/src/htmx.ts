// htmx: the CSRF token travels with every change; a refusal becomes words, never a page inside a part.
import htmx from "htmx.org";
import { freshen } from "./freshness";
import { toast } from "./toasts";
import { word } from "./words";

interface Context {
  request: { method: string; headers: Record<string, string> };
  response?: { status: number };
  text?: string;
  swap?: string;
}

function context(event: Event): Context {
  return (event as CustomEvent<{ ctx: Context }>).detail.ctx;
}

/** The sentence of an error page (its h1), else the status. */
function reason(ctx: Context): string {
  const page = new DOMParser().parseFromString(ctx.text ?? "", "text/html");
  return page.querySelector("h1")?.textContent?.trim() || word("request-failed", { n: ctx.response?.status ?? 0 });
}

export function startHtmx(): void {
  (htmx.config.noSwap as (number | string)[]) = [204, 304, "4xx", "5xx"];
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = context(event);
    const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
    if (event.target instanceof Element && event.target.closest("[data-live]")) request.headers["X-Background"] = "1";
    if (token && !/^(GET|HEAD)$/i.test(request.method)) request.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:response:error", (event) => toast(reason(context(event)), "error"));
  document.addEventListener("htmx:error", () => toast(word("request-offline"), "error"));
  document.addEventListener("htmx:after:swap", () => freshen(document));
}
