// Builds the look of Haat into dist/: one stylesheet (sass, then minified), our script (bundled from src/),
// htmx as its makers ship it, and the mark. foundation/web embeds dist/ in the binary, so nothing is fetched
// from elsewhere at run time. The build fails when a budget is broken: a weak line pays for every byte.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import * as sass from "sass";

const OLDEST_BROWSER = "chrome109"; // the last Chrome on Windows 7 and 8, still met in centres
const CSS_GZIP_BYTES_MAX = 12 * 1024;
const JS_GZIP_BYTES_MAX = 20 * 1024;

const here = (path) => new URL(path, import.meta.url).pathname;

rmSync(here("dist"), { recursive: true, force: true });
mkdirSync(here("dist"));

const sheet = sass.compile(here("src/haat.scss"), { loadPaths: [here("node_modules")], quietDeps: true });
const css = await transform(sheet.css, { loader: "css", minify: true, target: OLDEST_BROWSER });
writeFileSync(here("dist/haat.css"), css.code);

await build({
  entryPoints: [here("src/haat.js")],
  outfile: here("dist/haat.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: OLDEST_BROWSER,
  charset: "utf8",
  logLevel: "warning",
});
const htmx = readFileSync(here("node_modules/htmx.org/dist/htmx.min.js"), "utf8");
writeFileSync(here("dist/htmx.min.js"), htmx.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
writeFileSync(here("dist/mark.svg"), readFileSync(here("src/mark.svg")));

const gzip = (name) => gzipSync(readFileSync(here(`dist/${name}`)), { level: 9 }).length;
const budgets = [
  ["stylesheet", gzip("haat.css"), CSS_GZIP_BYTES_MAX],
  ["scripts", gzip("haat.js") + gzip("htmx.min.js"), JS_GZIP_BYTES_MAX],
];
for (const [what, bytes, limit] of budgets) {
  console.log(`${what}: ${bytes} of ${limit} bytes (gzip)`);
  if (bytes > limit) {
    console.error(`the ${what} broke the budget by ${bytes - limit} bytes`);
    process.exitCode = 1;
  }
}
