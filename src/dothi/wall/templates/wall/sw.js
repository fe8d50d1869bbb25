{% autoescape off %}// A wall without network: its shell and its own files. What it showed last lies in the page's own store.
const FILES = ["{% asset "wall.js" %}", "{% asset "wall.css" %}", "{% asset "wall-guard.js" %}", "{% asset "dothi.svg" %}"];
const NAME = "wall";
{% include "web/_keeping.js" %}
const PAGE = "/wall/screen/";

// the shell holds no data: kept from the first, so that a wall that is switched on without network shows what it showed last
self.addEventListener("install", (event) => event.waitUntil(caches.open(CACHE).then((cache) => cache.add(PAGE))));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(freshest(request, PAGE));
  else if (address.pathname.startsWith("/static/dist/")) event.respondWith(file(request));
});

/** The page's own files, and what they load when they are needed. */
async function file(request) {
  const answer = await own(request);
  const cache = await caches.open(CACHE);
  if (answer.ok && !(await cache.match(request))) await cache.put(request, answer.clone());
  return answer;
}
{% endautoescape %}
