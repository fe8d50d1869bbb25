// "Tell this browser": asks it to take messages and sends the form with its subscription in the place of a number. Without this script, or where
// the browser takes none, the button stays away and one types a number or an e-mail.
(function () {
  var way = document.getElementById("push-way"), button = document.getElementById("push"), said = document.getElementById("push-said");
  if (!way || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  way.hidden = false;

  function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), function (sign) { return sign.charCodeAt(0); });
  }

  async function allow() {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
    var worker = await navigator.serviceWorker.register("/notify/push.js", { scope: "/notify/" });
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(button.dataset.key) });
  }

  button.addEventListener("click", async function () {
    button.disabled = true;
    said.textContent = button.dataset.working;
    try {
      var form = button.form || button.closest("form");
      form.elements.subscription.value = JSON.stringify(await allow());
      form.submit(); // without the number that the form asks for else
    } catch (error) {
      said.textContent = button.dataset[error.message] || button.dataset.failed;
      button.disabled = false;
    }
  });
})();
