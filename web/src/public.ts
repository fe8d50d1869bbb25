// Public pages work without this. With it the browser keeps a page for the time without network, each part of the site by itself.
const part = /^\/[^/]+\//.exec(location.pathname)?.[0];
const address = document.querySelector<HTMLLinkElement>("link[data-worker]")?.dataset.worker;
if (part && address && part !== "/phan-anh/" && "serviceWorker" in navigator) {
  addEventListener("load", () => void navigator.serviceWorker.register(address, { scope: part }).catch(() => undefined));
}
