// The guard of a wall: a thread of its own, so that it goes on when the page's script hangs. It hears from the page every second; when it
// hears nothing for too long it tells the centre. The page loads itself anew as soon as it can (`tick` in wall.ts); no script can do that for it.
interface Told { hang_s: number; state: string; screen: string }

let told: Told | undefined;
let heard = performance.now();
let asked = 0;

self.addEventListener("message", (event: MessageEvent<Told>) => {
  told = event.data;
  heard = performance.now();
  asked = 0;
});

setInterval(() => {
  if (!told) return;
  const silent = (performance.now() - heard) / 1000;
  if (silent < told.hang_s || performance.now() - asked < 15_000) return;
  asked = performance.now();
  const said = new URLSearchParams({ screen: told.screen, hung: String(Math.round(silent)) });
  void fetch(`${told.state}?${said}`, { headers: { Accept: "application/json" } }).catch(() => undefined);
}, 1_000);
