{% autoescape off %}// Public pages without network: what was read of the guide, else a page that says what still works. Never an old figure or warning.
// What is pushed to this browser holds a title that names nobody and a path; the page says the rest.
const OFFLINE = "{% url 'offline-public' %}";
const GUIDE = "{% url 'guide-public' %}";
const FILES = [OFFLINE, "{% asset "public.js" %}", "{% asset "dothi.svg" %}"];
const NAME = "public";
{% include "web/_keeping.js" %}
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (FILES.includes(address.pathname)) event.respondWith(own(request));
});

async function page(request, address) {
  const answer = address.pathname.startsWith(GUIDE) ? freshest(request, address.pathname) : fetch(request);
  return answer.catch(async () => (await caches.match(OFFLINE)) ?? Response.error());
}
{% endautoescape %}
