// A house of our own for the tests: `haat demo` with a small nation on a free port, and who may sign in there.
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const READY_MS_MAX = 120_000; // a debug build makes its small nation in a few seconds; a busy machine needs more
const ASK_EVERY_MS = 100;
const ROOT = new URL("..", import.meta.url).pathname;

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Rows of a CSV file as objects: fields may stand in quotation marks. */
export function rowsOf(text) {
  const fields = (line) => [...line.matchAll(/("((?:[^"]|"")*)"|[^,]*)(,|$)/g)]
    .filter((match, place, all) => place === 0 || all[place - 1][3] === ",")
    .map(([, plain, quoted]) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')));
  const [head, ...rest] = text.replace(/^\uFEFF/, "").trim().split(/\r?\n/).map(fields);
  return rest.map((row) => Object.fromEntries(head.map((name, place) => [name, row[place] ?? ""])));
}

/** Runs the demo until its doors are open; answers how to send everybody home. */
async function run(binary, data, address) {
  const options = ["demo", "--data", data, "--listen", address.slice(7), "--centres", "4", "--days", "3", "--behind-proxy"];
  const child = spawn(binary, options, { stdio: ["ignore", "pipe", "pipe"] });
  const end = () => child.kill("SIGKILL"); // should the tests be cut off, the house does not stay behind
  process.once("exit", end);
  let said = "";
  let ended = null;
  for (const pipe of [child.stdout, child.stderr]) pipe.on("data", (text) => (said = (said + text).slice(-20_000)));
  child.on("error", (error) => (ended = error.message));
  child.on("exit", (code, signal) => (ended = `it ended with ${code ?? signal}`));
  const stop = async () => {
    if (ended === null) {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
    }
    process.off("exit", end);
  };
  const until = Date.now() + READY_MS_MAX;
  for (;;) {
    const answer = await fetch(`${address}/healthz`).catch(() => null);
    if (answer?.status === 200) return stop;
    if (ended !== null || Date.now() > until) {
      const why = ended ?? "it was not ready in time";
      await stop();
      throw new Error(`the demo did not open its doors: ${why}\n${said}`);
    }
    await new Promise((done) => setTimeout(done, ASK_EVERY_MS));
  }
}

/** Starts the house; `HAAT_BINARY` names another binary than the debug build. */
export async function openHouse() {
  const data = mkdtempSync(join(tmpdir(), "haat-browser-"));
  const address = `http://127.0.0.1:${await freePort()}`;
  const binary = process.env.HAAT_BINARY ?? join(ROOT, "target/debug/haat");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
  let stop = await run(binary, data, address).catch((error) => {
    rmSync(data, { recursive: true, force: true });
    throw error;
  });
  const people = rowsOf(readFileSync(join(data, "sign-ins.csv"), "utf8"));
  /** Another command of the binary on the same data: `verify`, `rebuild`, `import …`; answers its code and what it said. */
  const command = (...words) =>
    new Promise((done) => {
      execFile(binary, [...words, "--data", data], (error, out, err) => done({ code: error?.code ?? 0, said: `${out}${err}` }));
    });
  return {
    address,
    people,
    data,
    command,
    /** Shuts the doors, does this, and opens them again. */
    async whileShut(act) {
      await stop();
      await act();
      stop = await run(binary, data, address);
    },
    async close() {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
