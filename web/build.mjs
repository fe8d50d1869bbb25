// Builds the islands and CSS into the Python package: hashed names, manifest.json, pre-compressed twins for whitenoise.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));
const out = process.env.DOTHI_WEB_OUT ?? path.join(root, "../src/dothi/web/static/dist");

/** `asset:some/file.ext` is copied under a hashed name and imported as its address. */
const assets = {
  name: "asset",
  setup(context) {
    context.onResolve({ filter: /^asset:/ }, async ({ path: name, resolveDir }) => {
      const found = await context.resolve(name.slice(6), { resolveDir, kind: "import-statement" });
      return { path: found.path, namespace: "asset", errors: found.errors };
    });
    context.onLoad({ filter: /.*/, namespace: "asset" }, async ({ path: file }) => ({ contents: await readFile(file), loader: "file" }));
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const shared = {
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  format: "esm",
  minify: true,
  target: ["chrome110", "firefox115", "safari16.4"],
  metafile: true,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  supported: { nesting: true },
  legalComments: "none",
  plugins: [assets],
  logLevel: "warning",
};
const { metafile } = await build({ ...shared, entryPoints: ["src/app.ts", "src/public.ts", "src/public-reports.ts", "src/place-picker.ts", "src/css/app.css", "src/css/crew.css", "src/css/public.css", "src/css/wall.css"], splitting: true });

// one file without parts of others: what a phone keeps for the time without network is known before it asks
const phone = await build({ ...shared, entryPoints: ["src/crew.ts", "src/report.ts", "src/wall.ts", "src/wall-guard.ts"], splitting: false });

const manifest = {};
for (const [file, { entryPoint }] of Object.entries({ ...metafile.outputs, ...phone.metafile.outputs })) {
  if (entryPoint) manifest[path.basename(entryPoint).replace(/\.ts$/, ".js")] = path.basename(file);
}
for (const name of ["dothi.svg", ...(await readdir(path.join(root, "src/icons"))).map((icon) => `icons/${icon}`)]) {
  const body = await readFile(path.join(root, "src", name));
  const { name: stem, ext } = path.parse(name);
  manifest[stem + ext] = `${stem}-${createHash("sha256").update(body).digest("hex").slice(0, 8).toUpperCase()}${ext}`;
  await writeFile(path.join(out, manifest[stem + ext]), body);
}
await writeFile(path.join(out, "manifest.json"), JSON.stringify(manifest, null, 1));

for (const name of await readdir(out)) {
  if (!/\.(js|mjs|css|svg)$/.test(name)) continue;
  const body = await readFile(path.join(out, name));
  await writeFile(path.join(out, `${name}.gz`), gzipSync(body, { level: 9 }));
  await writeFile(path.join(out, `${name}.br`), brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
}
