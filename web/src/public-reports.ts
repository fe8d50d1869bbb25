// The public's list of reports: its map comes only when somebody asks for it. Until then this is all the script there is.
const mapButton = document.querySelector<HTMLButtonElement>("[data-open-map]");

async function open(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  const place = document.querySelector<HTMLElement>(".public-map")!;
  place.hidden = false;
  try {
    const { ReportMap } = await import("./public/report-map");
    const map = new ReportMap();
    Object.assign(map.dataset, place.dataset);
    place.append(map);
    button.hidden = true;
  } catch {
    button.disabled = false; // no network now: pressed again it is asked for again
    place.hidden = true;
  }
}

if (mapButton) {
  mapButton.hidden = false;
  mapButton.addEventListener("click", () => void open(mapButton));
}

export {};
