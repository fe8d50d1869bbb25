// Colours of the tokens for canvases: `light-dark()` is resolved by asking a real element.
const probe = document.createElement("span");
probe.hidden = true;

export function colour(token: string): string {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(--${token})`;
  return getComputedStyle(probe).color;
}

/** The same colour with another opacity. */
export function faint(token: string, alpha: number): string {
  const [r, g, b] = colour(token).match(/[\d.]+/g)!;
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function onThemeChange(redraw: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
