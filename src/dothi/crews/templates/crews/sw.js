{% autoescape off %}// The crew page without network: its shell and its own files, nothing else. What the page told and was told lies in the page's own store.
const FILES = ["{% asset "crew.js" %}", "{% asset "crew.css" %}", "{% asset "dothi.svg" %}"];
const CACHE = "crew-" + FILES.join(" ");
const PAGE = "/crew/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name.startsWith("crew-") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

// Signing out takes the kept page along: the phone may be another's next.
self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.open(CACHE).then((cache) => cache.delete(PAGE)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
  else if (address.pathname.startsWith("/static/dist/")) event.respondWith(own(request));
});

async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(PAGE, answer.clone());
    return answer;
  } catch (away) {
    const kept = await cache.match(PAGE);
    if (kept) return kept;
    throw away;
  }
}

async function own(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
{% endautoescape %}
