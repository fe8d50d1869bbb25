// The button on "how I want to be told": asks this browser to take messages, and hands its subscription in.
"use strict";
const button = document.getElementById("allow-push");
const said = document.getElementById("allow-push-said");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function allow() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) throw new Error("old");
  if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
  const worker = await navigator.serviceWorker.register("/notify/push.js", { scope: "/notify/" });
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(button.dataset.key) });
  const body = new URLSearchParams({ subscription: JSON.stringify(subscription) });
  const answer = await fetch("/notify/me/browser/", { method: "POST", body, headers: { "X-CSRFToken": button.dataset.csrf } });
  if (!answer.ok) throw new Error("failed");
}

button?.addEventListener("click", async () => {
  button.disabled = true;
  try {
    await allow();
    said.textContent = button.dataset.done;
  } catch (error) {
    said.textContent = button.dataset[error.message] || button.dataset.failed;
    button.disabled = false;
  }
});
