// Debian's chromium, driven by playwright-core; sign-ins; and the look that every page has to bear.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { totp } from "./totp.js";

const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const PICTURES = new URL("../screenshots/", import.meta.url).pathname;
export const HTML_BYTES_MAX = 25 * 1024; // an old PC has to lay it out
const WAIT_MS_MAX = 10_000;
let windows = 0;

/** The counter's old PC and a small phone. */
export const SIZES = { wide: { width: 1366, height: 768 }, narrow: { width: 360, height: 740 } };
export const LANGS = ["bn", "en"];

export function openBrowser() {
  mkdirSync(PICTURES, { recursive: true });
  return chromium.launch({
    executablePath: process.env.HAAT_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** A window of this size in this language, which notes everything that a console would complain of. */
export async function openWindow(browser, house, { size = "wide", lang = "bn", as, script = true } = {}) {
  const context = await browser.newContext({
    baseURL: house.address,
    viewport: SIZES[size],
    javaScriptEnabled: script,
    storageState: as,
    reducedMotion: "reduce",
    // Each window is a client of its own to the house, which limits how often one address may knock.
    extraHTTPHeaders: { "x-forwarded-for": `192.0.2.${(windows += 1)}` },
  });
  context.setDefaultTimeout(WAIT_MS_MAX);
  await context.addCookies([{ name: "haat_lang", value: lang, url: house.address }]);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") complaints.push(`request: ${request.url()} ${why}`); // aborted: the page went on
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== house.address) complaints.push(`asks elsewhere: ${request.url()}`);
  });
  const own = { context, page, complaints, size, lang, html: null };
  page.on("response", (answer) => {
    if (answer.request().resourceType() !== "document") return;
    own.html = answer.body().then((body) => body.length, () => 0); // an answer that leads on has no body
  });
  return own;
}

/** Signs a person in by the page, with the authenticator when the page asks for its code. */
export async function signIn(page, person) {
  await page.goto("/sign-in");
  await page.fill("#mobile", person.mobile);
  await page.fill("#password", person.password);
  await page.locator("main form button").first().click();
  await page.waitForLoadState();
  if (await page.locator("#code").count()) {
    await page.fill("#code", totp(person.totp_secret));
    await page.locator("main form button").first().click();
    await page.waitForLoadState();
  }
  const path = new URL(page.url()).pathname;
  assert.notEqual(path.slice(0, 8), "/sign-in", `${person.role} ${person.mobile} could not sign in: ${await page.innerText("main")}`);
}

/** Looks at the page as it stands: picture, axe, nothing beyond the edge, nothing on the console. */
export async function look({ page, complaints, size, lang, html, htmlMax = HTML_BYTES_MAX }, name) {
  await picture(page, `${PICTURES}${name}.${lang}.${size}`);
  const faults = [];
  if ((await html) > htmlMax) faults.push(`${await html} bytes of HTML, more than ${htmlMax}`);
  if ((await page.getAttribute("html", "lang")) !== lang) faults.push("the page says another language");
  const beyond = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return [`${document.documentElement.scrollWidth} of ${width} px`, ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
  });
  if (beyond.length) faults.push(`goes beyond the edge: ${beyond.join("\n  ")}`);
  faults.push(...(await cut(page)), ...(await violations(page)), ...complaints.splice(0));
  assert.deepEqual(faults, [], `${name} (${lang}, ${size}): ${page.url()}\n${faults.join("\n")}`);
}

/** What is seen at once; and of a page that is longer, the whole in a second picture (bars keep their place in a tall window). */
async function picture(page, path) {
  await page.screenshot({ path: `${path}.png` });
  const own = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height <= own.height) return;
  await page.setViewportSize({ ...own, height });
  await page.screenshot({ path: `${path}.long.png` });
  await page.setViewportSize(own);
}

/** Words that their own box cuts off. */
function cut(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("a, button, h1, h2, th, td, label, b, p")]
      .filter((one) => one.checkVisibility() && !one.matches(".govuk-visually-hidden, .govuk-skip-link"))
      .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 2)
      .slice(0, 5)
      .map((one) => `cut off: ${one.outerHTML.slice(0, 160)}`),
  );
}

/** What axe finds serious or critical under WCAG 2.2 AA. */
async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => ["serious", "critical"].includes(impact))
      .map(({ id, help, nodes }) => `axe ${id}: ${help}\n  ${nodes.slice(0, 5).map((node) => `${node.target} ${node.failureSummary}`).join("\n  ")}`);
  });
  return found;
}
