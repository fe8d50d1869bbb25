{% comment %}What every page that works without network has: its files, kept under a name that changes with them, and the freshest of a page.
Before it stand NAME and FILES; nothing else of a site is kept.{% endcomment %}const CACHE = NAME + "-" + FILES.join(" ");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name.startsWith(NAME + "-") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

/** A page as the network has it, else as it was kept. */
async function freshest(request, at) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(at, answer.clone());
    return answer;
  } catch (away) {
    const kept = await cache.match(at);
    if (kept) return kept;
    throw away;
  }
}

/** A file of ours: its name changes with its content. */
async function own(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}
