/**
 * Bundles the explorables' JavaScript and CSS.
 *
 * usage: node tools/bundle.mjs [FOLDER]      (default gmmlib/explorables/bundle)
 *
 * The bundles are committed, so that readers need no Node; a test compares them with what
 * this script makes. Same sources, same bytes: versions are locked, paths do not get in.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = "gmmlib/explorables";
const BUNDLES = [
  // anywidget imports an ES module; a page takes a classic script, which also runs from file://.
  { source: `${SOURCE}/js/widget.js`, file: "explorables.mjs", format: "esm" },
  { source: `${SOURCE}/js/page.js`, file: "explorables.page.js", format: "iife" },
  { source: `${SOURCE}/css/explorables.css`, file: "explorables.css" },
];
const LICENSES = "explorables.LICENSES.txt";

const folder = resolve(process.argv[2] ?? join(ROOT, SOURCE, "bundle"));
mkdirSync(folder, { recursive: true });

const packages = new Set();
for (const { source, file, format } of BUNDLES) {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [source],
    outfile: join(folder, file),
    format,
    bundle: true,
    minify: true,
    charset: "utf8",
    target: "es2020",
    legalComments: "none",
    banner: { [file.endsWith("css") ? "css" : "js"]: banner() },
    metafile: true,
    logLevel: "warning",
  });
  for (const input of Object.keys(result.metafile.inputs)) {
    const inside = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (inside) packages.add(inside[1]);
  }
  const gzip = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  console.log(`${file}: ${(gzip / 1000).toFixed(1)} KB gzip`);
}
writeFileSync(join(folder, LICENSES), licenses([...packages].sort()));
console.log(`${LICENSES}: ${packages.size} packages`);

/** The line at the head of each bundle. */
function banner() {
  return `/* gmmlib explorables, BSD-3-Clause. Packages inside: see ${LICENSES} */`;
}

/** The names, versions and license texts of all packages in the bundles. */
function licenses(names) {
  const parts = names.map((name) => {
    const at = join(ROOT, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
    const text = readFileSync(join(at, "LICENSE"), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const head = "Other people's packages in the bundles of the explorables, with their licenses.\n";
  return [head, ...parts].join(`\n${"-".repeat(72)}\n\n`);
}
