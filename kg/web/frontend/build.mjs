// Bundles the pages' libraries: one file each in ../static/vendor, with the licences of all that went into them, and
// the map's coastlines.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const OUT = "../static/vendor";
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await build({
  entryPoints: { cytoscape: "entries/cytoscape.js", graphology: "entries/graphology.js", yasgui: "entries/yasgui.js" },
  outdir: OUT, bundle: true, minify: true, format: "esm", target: "es2022", platform: "browser",
  legalComments: "external", loader: { ".svg": "dataurl", ".woff": "dataurl", ".woff2": "dataurl" }, logLevel: "warning",
});

// Coastlines for the map (Natural Earth, public domain): land only, since no border of a state is drawn there.
for (const name of ["land-110m.json", "land-10m.json"]) await copyFile(join("node_modules/world-atlas", name), join(OUT, name));

const { packages } = JSON.parse(await readFile("package-lock.json", "utf8"));
const parts = [];
for (const [folder, about] of Object.entries(packages)) {
  if (!folder || about.dev) continue;
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? await readFile(join(folder, file), "utf8") : "";
  parts.push(`${folder.replace(/^.*node_modules\//, "")} ${about.version} (${about.license})\n\n${text}`);
}
await writeFile(join(OUT, "licences.txt"), parts.join(`\n${"-".repeat(80)}\n\n`));
