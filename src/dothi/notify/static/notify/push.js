// Shows a pushed message and says that it came, and that it was opened. It holds a title that names nobody; the text is read after login.
"use strict";
const told = (id, state) =>
  fetch("/notify/arrived/", { method: "POST", body: new URLSearchParams({ id, state }), credentials: "omit" }).catch(() => undefined);

self.addEventListener("push", (event) => {
  const message = event.data ? event.data.json() : {};
  const shown = self.registration.showNotification(message.title || "dothi", { tag: message.id, data: message, requireInteraction: true });
  event.waitUntil(Promise.all([shown, told(message.id, "delivered")]));
});

self.addEventListener("notificationclick", (event) => {
  const { id, path } = event.notification.data || {};
  event.notification.close();
  const own = typeof path === "string" && path.startsWith("/") && !path.startsWith("//");
  event.waitUntil(Promise.all([told(id, "read"), self.clients.openWindow(own ? path : "/")]));
});
