// What a checker of accessibility would say of the page as it stands: an array of sentences, empty when all is well.
() => {
  const found = [];
  const shown = (element) => element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) && element.getClientRects().length > 0;
  const name = (element) =>
    (element.getAttribute("aria-label") || element.title || element.textContent || "").trim() ||
    (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("").trim();
  const what = (element) => element.outerHTML.slice(0, 90);
  if (!document.documentElement.lang) found.push("the page has no language");
  if ([...document.querySelectorAll("h1")].length !== 1) found.push(`the page has ${document.querySelectorAll("h1").length} h1`);
  if (!document.querySelector("main")) found.push("the page has no main");
  for (const element of document.querySelectorAll("button, a[href], summary")) if (shown(element) && !name(element)) found.push(`no name: ${what(element)}`);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (shown(field) && !field.labels?.length && !name(field)) found.push(`no label: ${what(field)}`);
  }
  for (const image of document.querySelectorAll("img:not([alt])")) found.push(`no alternative text: ${what(image)}`);
  for (const svg of document.querySelectorAll("svg")) if (!svg.closest("[aria-hidden=true]") && !svg.getAttribute("aria-label")) found.push(`no name: ${what(svg)}`);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) found.push(`id twice: ${id}`);
  // an absolute text whose box is the page's makes the page as tall as the list it stands in
  const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowY) ? element : scrolls(element.parentElement));
  for (const element of document.querySelectorAll("main .sr")) {
    const list = scrolls(element.parentElement);
    if (list && list.matches("main *") && element.offsetParent && !list.contains(element.offsetParent)) found.push(`not of its list: ${what(element)}`);
  }
  const least = innerWidth <= 480 ? 40 : 24;
  for (const element of document.querySelectorAll("button, select, .button, .nav-link, summary")) {
    if (!shown(element) || element.closest(".maplibregl-ctrl")) continue;
    const { width, height } = element.getBoundingClientRect();
    if (width > 1 && height < least - 0.5) found.push(`target of ${Math.round(height)} px: ${what(element)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push(`wider than the screen by ${document.documentElement.scrollWidth - innerWidth} px`);
  for (const element of document.querySelectorAll("main, nav, header")) if (/\b(web|livemap|entities|alarms|rules|incidents)-[a-z]+(-[a-z]+)*\b/.test(element.innerText)) found.push(`a bare key: ${element.innerText.match(/\b(web|livemap|entities|alarms|rules|incidents)-[a-z-]+/)[0]}`);
  return found;
}
