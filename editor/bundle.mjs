// Writes CodeMirror as one module, and the licences of all that is in it: `make editor`.
import { build } from "esbuild";
import { readFile, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const page = "../graph/careergraph/server/page";

const { metafile } = await build({
  absWorkingDir: here("."),
  entryPoints: ["codemirror.mjs"],
  outfile: here(`${page}/codemirror.js`),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* CodeMirror and what it needs, MIT: see codemirror.LICENSES.txt */" },
  metafile: true,
});

const packages = new Set(
  Object.keys(metafile.inputs)
    .map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);
const parts = await Promise.all([...packages].sort().map(licence));
await writeFile(here(`${page}/codemirror.LICENSES.txt`), parts.join("\n"));

const { size } = await stat(here(`${page}/codemirror.js`));
console.log(`codemirror.js: ${(size / 1024).toFixed(0)} KiB of ${packages.size} packages`);

async function licence(name) {
  const folder = here(`node_modules/${name}`);
  const { version } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const text = await readFile(`${folder}/LICENSE`, "utf8");
  return `${name} ${version}\n\n${text.trim()}\n\n${"-".repeat(78)}\n`;
}
