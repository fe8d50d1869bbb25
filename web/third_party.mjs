// Writes THIRD_PARTY.md: every package whose code or data is in the built files, with its licence (tools of the build are left out).
import { readFile, writeFile } from "node:fs/promises";

const lock = JSON.parse(await readFile(new URL("package-lock.json", import.meta.url)));
const rows = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!path || entry.dev || /node_modules\/(@esbuild\/|esbuild$|@types\/)/.test(path)) continue;
  const name = path.split("node_modules/").at(-1);
  rows.push(`| ${name} | ${entry.version} | ${entry.license ?? "see package"} |`);
}
const data = [
  "| base map and coastal clipping: land | roaring-landmask 0.11.0 (OpenStreetMap) | ODbL-1.0, © OpenStreetMap contributors |",
  "| base map: water | geo-maps 0.6.0 (OpenStreetMap) | ODbL-1.0, © OpenStreetMap contributors |",
  "| base map: land borders | world-atlas 2.0.2 (Natural Earth) | public domain (package ISC) |",
];
const head = "# Third-party parts of the web build\n\nMade by `node third_party.mjs` from package-lock.json.\n\n| part | version | licence |\n| --- | --- | --- |\n";
await writeFile(new URL("THIRD_PARTY.md", import.meta.url), `${head}${[...rows.sort(), ...data].join("\n")}\n`);
