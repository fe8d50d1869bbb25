{% autoescape off %}// A wall without network: its shell and its own files. What it showed last lies in the page's own store. When the page's script hangs, its
// guard – a thread of its own – asks for RESTART: the page is loaded anew from here, where nothing waits for the hung script.
const FILES = ["{% asset "wall.js" %}", "{% asset "wall.css" %}", "{% asset "wall-guard.js" %}", "{% asset "dothi.svg" %}"];
const NAME = "wall";
{% include "web/_keeping.js" %}
const PAGE = "/wall/screen/", RESTART = "/wall/screen/restart/";

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(freshest(request, PAGE));
  else if (address.pathname === RESTART) event.respondWith(restart());
  else if (address.pathname.startsWith("/static/dist/")) event.respondWith(file(request));
});

/** Loads every page of this wall anew: their scripts stand still and cannot. */
async function restart() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const done = await Promise.allSettled(pages.map((page) => page.navigate(PAGE + "?again=hung")));
  return new Response(String(done.filter((one) => one.status === "fulfilled").length));
}

/** The page's own files, and what they load when they are needed. */
async function file(request) {
  const answer = await own(request);
  const cache = await caches.open(CACHE);
  if (answer.ok && !(await cache.match(request))) await cache.put(request, answer.clone());
  return answer;
}
{% endautoescape %}
