// What the pages weigh on a weak line (the budgets of the design: HTML, stylesheet, scripts, requests).
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { HTML_BYTES_MAX } from "./browser.js";

const KB = 1024;
const CSS_GZIP_BYTES_MAX = 14 * KB;
const SCRIPT_GZIP_BYTES_MAX = 20 * KB;
const REQUESTS_MAX = 6;

const COUNTER_PAGES = ["/", "/counter", "/counter/find?q=jonmo", "/counter/day", "/counter/catalogue", "/counter/catalogue/G042", "/account"];

/** Every answer while a page is loaded: path, kind, bytes as they are, bytes on the line. */
async function load(page, path) {
  const answers = [];
  const note = (answer) => answers.push(answer);
  page.on("response", note);
  await page.goto(path, { waitUntil: "load" });
  page.off("response", note);
  return Promise.all(answers.map(async (answer) => {
    const body = await answer.body().catch(() => Buffer.alloc(0));
    const { responseBodySize } = await answer.request().sizes();
    return { url: answer.url(), kind: answer.request().resourceType(), body, sent: responseBodySize, headers: answer.headers() };
  }));
}

export function weight(stage) {
  const open = () => stage.windowOf("entrepreneur");
  const gzip = (list) => list.reduce((sum, { body }) => sum + gzipSync(body, { level: 9 }).length, 0);
  describe("weight", () => {
    test("a_page_of_the_counter_is_at_most_25_KB", async (t) => {
      const { page, context } = await open();
      for (const path of COUNTER_PAGES) {
        const [{ body }] = (await load(page, path)).filter(({ kind }) => kind === "document");
        t.diagnostic(`${path}: ${body.length} bytes of HTML`);
        assert.ok(body.length <= HTML_BYTES_MAX, `${path}: ${body.length} bytes`);
      }
      await context.close();
    });
    test("a_first_visit_is_at_most_six_requests", async (t) => {
      const { page, context } = await open();
      const first = await load(page, "/counter");
      t.diagnostic(`${first.length} requests, ${first.reduce((sum, { sent }) => sum + sent, 0)} bytes on the line`);
      assert.ok(first.length <= REQUESTS_MAX, first.map(({ url }) => url).join("\n"));
      const css = gzip(first.filter(({ kind }) => kind === "stylesheet"));
      const script = gzip(first.filter(({ kind }) => kind === "script"));
      t.diagnostic(`stylesheet ${css}, scripts ${script} bytes (gzip)`);
      assert.ok(css > 0 && css <= CSS_GZIP_BYTES_MAX, `stylesheet ${css}`);
      assert.ok(script > 0 && script <= SCRIPT_GZIP_BYTES_MAX, `scripts ${script}`);
      for (const { url, kind, headers } of first) {
        if (kind !== "document") assert.match(headers["cache-control"] ?? "", /immutable/, url);
        else assert.equal(headers["cache-control"], "no-store", url);
      }
      await context.close();
    });
    test("every_page_has_the_strict_policy", async () => {
      const { page, context } = await open();
      for (const path of [...COUNTER_PAGES, "/check", "/nothing-here"]) {
        const headers = (await page.goto(path)).headers();
        assert.match(headers["content-security-policy"], /^default-src 'none'/, path);
        assert.doesNotMatch(headers["content-security-policy"], /unsafe/, path);
        assert.equal(headers["x-content-type-options"], "nosniff", path);
      }
      await context.close();
    });
  });
}
