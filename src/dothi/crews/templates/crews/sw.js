{% autoescape off %}// The crew page without network: its shell and its own files, nothing else. What the page told and was told lies in the page's own store.
const FILES = ["{% asset "crew.js" %}", "{% asset "crew.css" %}", "{% asset "dothi.svg" %}"];
const NAME = "crew";
{% include "web/_keeping.js" %}
const PAGE = "/crew/";

// Signing out takes the kept page along: the phone may be another's next.
self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.open(CACHE).then((cache) => cache.delete(PAGE)));
});

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
