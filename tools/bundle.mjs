/**
 * Bundles the explorables' JavaScript and CSS.
 *
 * usage: node tools/bundle.mjs [FOLDER]      (default gmmlib/explorables/bundle)
 *
 * Notebooks get one module with everything. Pages get a core, and a script for each kind of
 * picture that takes what it shares with others from the core. The bundles are committed, so
 * that readers need no Node; a test compares them with what this script makes. Same sources,
 * same bytes: versions are locked, paths do not get in.
 */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = "gmmlib/explorables";
const KINDS = `${SOURCE}/js/kinds`;
const PAGE = `${SOURCE}/js/page.js`;
const LICENSES = "explorables.LICENSES.txt";
/** The core holds what at least so many views use, and everything with a state of its own. */
const SHARED_BY = 3;
const HAS_STATE = /^(export )?(let|var|const \w+ = new (Weak)?(Map|Set)\b)/m;

const folder = resolve(process.argv[2] ?? join(ROOT, SOURCE, "bundle"));
mkdirSync(folder, { recursive: true });
const packages = new Set();

const kinds = readdirSync(join(ROOT, KINDS))
  .filter((file) => file !== "index.js")
  .map((file) => basename(file, ".js"))
  .sort();
const core = await coreModules();
const keys = keysOf(await exportsOf(core));
const used = new Set();
const versions = {};
for (const kind of kinds) {
  const { text, inputs } = await bundle(kindEntry(kind), "iife", [fromTheCore()]);
  for (const input of inputs) if (input.startsWith("shared:")) used.add(input.slice("shared:".length));
  versions[kind] = createHash("sha256").update(text).digest("hex").slice(0, 8);
  write(`explorables.${kind}.js`, text);
}
write("explorables.page.js", (await bundle(coreEntry(), "iife")).text);
// anywidget imports an ES module; a page takes classic scripts, which also run from file://.
write("explorables.mjs", (await bundle({ entryPoints: [`${SOURCE}/js/widget.js`] }, "esm")).text);
write("explorables.css", (await bundle({ entryPoints: [`${SOURCE}/css/explorables.css`] })).text);
writeFileSync(join(folder, LICENSES), licenses([...packages].sort()));
console.log(`${LICENSES}: ${packages.size} packages`);

/**
 * Bundle one file; gives its text and the modules of which something got in.
 * @param {import("esbuild").BuildOptions} entry
 * @param {"esm" | "iife"} [format]
 * @param {import("esbuild").Plugin[]} [plugins]
 */
async function bundle(entry, format, plugins = []) {
  const banner = `/* gmmlib explorables, BSD-3-Clause. Packages inside: see ${LICENSES} */`;
  const { outputFiles: [file], metafile } = await build({
    ...entry,
    ...(format ? { format } : {}),
    plugins,
    absWorkingDir: ROOT,
    outdir: folder,
    bundle: true,
    minify: true,
    charset: "utf8",
    // Private fields as they are: rewritten they cost 4 KB on the heaviest page.
    target: "es2022",
    legalComments: "none",
    banner: { js: banner, css: banner },
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  for (const input of Object.keys(metafile.inputs)) {
    const inside = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (inside) packages.add(inside[1]);
  }
  const [{ inputs }] = Object.values(metafile.outputs);
  const present = Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0);
  return { text: file.text, inputs: present };
}

/**
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  writeFileSync(join(folder, name), text);
  const gzip = gzipSync(text, { level: 9 }).length;
  console.log(`${name}: ${(gzip / 1000).toFixed(1)} KB gzip`);
}

/** The modules of the core, by what imports what. */
async function coreModules() {
  const { metafile: { inputs } } = await build({
    absWorkingDir: ROOT,
    entryPoints: [PAGE, ...kinds.map((kind) => `${KINDS}/${kind}.js`)],
    outdir: folder,
    bundle: true,
    metafile: true,
    write: false,
  });
  /**
   * @param {string} file
   * @param {Set<string>} [reached]
   */
  const reachedFrom = (file, reached = new Set()) => {
    if (reached.has(file)) return reached;
    reached.add(file);
    for (const { path } of inputs[file].imports) reachedFrom(path, reached);
    return reached;
  };
  const reached = kinds.map((kind) => {
    const file = `${KINDS}/${kind}.js`;
    const modules = reachedFrom(file);
    modules.delete(file);
    return [...modules].sort();
  });
  // Kinds of the same modules, as the three updates, are one view.
  const views = new Map(reached.map((modules) => [modules.join(), modules]));
  const counts = new Map();
  for (const module of [...views.values()].flat()) counts.set(module, (counts.get(module) ?? 0) + 1);
  const found = reachedFrom(PAGE);
  for (const [module, count] of counts) {
    const twice = reached.filter((modules) => modules.includes(module)).length > 1;
    const shared = count >= SHARED_BY || (twice && HAS_STATE.test(readFileSync(join(ROOT, module), "utf8")));
    if (shared) reachedFrom(module, found);
  }
  return [...found].sort();
}

/**
 * What each module exports.
 * @param {string[]} modules
 * @returns {Promise<[string, string[]][]>}
 */
async function exportsOf(modules) {
  return Promise.all(modules.map(async (module) => {
    const { metafile: { outputs } } = await build({
      absWorkingDir: ROOT, entryPoints: [module], bundle: true, format: "esm", metafile: true, write: false,
      outdir: folder,
    });
    return [module, Object.values(outputs)[0].exports.sort()];
  }));
}

/**
 * The name under which the core holds each export, as `module#name`.
 * @param {[string, string[]][]} exported
 */
function keysOf(exported) {
  const found = new Map();
  const taken = new Set();
  for (const [module, names] of exported) {
    for (const name of names) {
      let key = name;
      for (let n = 2; taken.has(key); n += 1) key = `${name}${n}`;
      taken.add(key);
      found.set(`${module}#${name}`, key);
    }
  }
  return found;
}

/**
 * Take modules of the core from the core. Each export is a module of its own without side
 * effects, so that esbuild drops what nobody uses and its metafile says what is used.
 * @returns {import("esbuild").Plugin}
 */
function fromTheCore() {
  const modules = new Set(core);
  const sideEffects = false;
  return {
    name: "from-the-core",
    setup({ onResolve, onLoad, resolve: find }) {
      onResolve({ filter: /^shared:/ }, ({ path }) => (
        { path: path.slice("shared:".length), namespace: "shared", sideEffects }));
      onResolve({ filter: /./ }, async ({ path, pluginData, ...options }) => {
        if (pluginData === "resolving" || options.kind === "entry-point") return undefined;
        const found = await find(path, { ...options, pluginData: "resolving" });
        const module = relative(ROOT, found.path).replaceAll("\\", "/");
        return modules.has(module) ? { path: module, namespace: "core", sideEffects } : undefined;
      });
      onLoad({ filter: /./, namespace: "core" }, ({ path }) => {
        const names = [...keys.keys()].filter((name) => name.startsWith(`${path}#`));
        const lines = names.map((name) => (
          `export { value as ${name.split("#")[1]} } from ${JSON.stringify(`shared:${name}`)};`));
        return { contents: lines.join("\n") };
      });
      onLoad({ filter: /./, namespace: "shared" }, ({ path }) => (
        { contents: `export const value = gmmlibExplorables.shared.${keys.get(path)};` }));
    },
  };
}

/** @param {string} kind */
function kindEntry(kind) {
  return {
    stdin: {
      contents: `
        import { render } from "./${KINDS}/${kind}.js";
        gmmlibExplorables.add(${JSON.stringify(kind)}, render);`,
      resolveDir: ROOT,
    },
  };
}

/** The core begins with what the kinds use of it, and the versions of their scripts. */
function coreEntry() {
  const names = [...used].sort();
  const imports = names.map((name) => {
    const [module, what] = name.split("#");
    return `import { ${what} as ${keys.get(name)}_ } from ${JSON.stringify(`./${module}`)};`;
  });
  const shared = names.map((name) => `${keys.get(name)}: ${keys.get(name)}_`);
  return {
    stdin: {
      contents: `
        ${imports.join("\n")}
        import { begin } from "./${PAGE}";
        begin({ ${shared.join(", ")} }, ${JSON.stringify(versions)});`,
      resolveDir: ROOT,
    },
  };
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
