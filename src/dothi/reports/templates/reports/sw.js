{% autoescape off %}// The form without network: its page and its own files, nothing else of what citizens read. What waits to be sent lies in the page's own
// store (report/store.ts); where the browser wakes us when its network is back, it is sent from here, by the same key.
{% url "offline-public" as offline %}const OFFLINE = "{{ offline }}";
const FILES = [OFFLINE, "{% asset "report.js" %}", "{% asset "dothi.svg" %}"];
const NAME = "report";
{% include "web/_keeping.js" %}
const PAGE = "/phan-anh/moi/";

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(address.pathname === PAGE ? freshest(request, PAGE) : other(request));
  else if (FILES.includes(address.pathname)) event.respondWith(own(request));
});

/** Other pages of reports are never kept: what they say changes, and some are one person's. */
async function other(request) {
  return fetch(request).catch(async () => (await caches.match(OFFLINE)) ?? Response.error());
}

self.addEventListener("sync", (event) => {
  if (event.tag === "report-send") event.waitUntil(wakeOrSend());
});

/** An open page sends by itself, and shows what came of it. */
async function wakeOrSend() {
  const pages = await self.clients.matchAll({ type: "window" });
  const form = pages.find((one) => new URL(one.url).pathname.startsWith(PAGE));
  if (form) return form.postMessage("send");
  for (const one of await rows("waiting")) await send(one);
}

async function send(one) {
  const told = await fetch(PAGE, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  const body = new FormData();
  for (const [name, value] of Object.entries(one.fields)) body.append(name, value);
  for (const photo of one.photos) body.append("photos", photo, photo.name || "photo.jpg");
  body.append("csrfmiddlewaretoken", (await told.json()).csrf);
  const answer = await fetch(one.to, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status)); // the browser wakes us again
  const said = answer.redirected ? { to: new URL(answer.url).pathname } : await answer.json(); // redirected: taken in a storm
  await change("waiting", (store) => (answer.ok ? store.delete(one.key) : store.put({ ...one, error: said.error })));
  if (answer.ok) await change("sent", (store) => store.put({ key: one.key, to: said.to, at: Date.now() }));
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("dothi-report", 1);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function rows(name) {
  const db = await opened();
  return new Promise((resolve, reject) => {
    const asked = db.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function change(name, work) {
  const db = await opened();
  return new Promise((resolve, reject) => {
    const running = db.transaction(name, "readwrite");
    work(running.objectStore(name));
    running.oncomplete = resolve;
    running.onabort = () => reject(running.error);
  });
}
{% endautoescape %}
