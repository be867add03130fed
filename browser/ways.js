// The ways through the house: no link leads to a closed door, no page is without a way to it, and what a newcomer looks for
// is two presses away.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

const ROLES = [
  "entrepreneur", "chairman", "secretary", "upazila_supervisor", "district_supervisor", "division_supervisor",
  "administrator", "catalogue_manager", "e_cab_officer", "auditor",
];
const ALIKE_MAX = 2; // pages of one kind that are opened: one receipt is like another
const PAGES_MAX = 400;
const PAPER_MS_MAX = 60_000; // a debug build sets a long price list slowly

/** What somebody who sits here for the first time looks for, and by which page it is found. */
const SOUGHT = {
  entrepreneur: [
    "/counter", "/counter/cases", "/counter/day", "/counter/day/x", "/counter/day/close", "/counter/transfers", "/income",
    "/income/partners", "/counter/registers", "/counter/registers/stock", "/counter/registers/attendance",
    "/counter/complaints", "/counter/catalogue", "/counter/prices", "/supervise", "/account", "/market/buy", "/market/orders",
  ],
  chairman: ["/counter/approvals", "/counter/transfers", "/counter/catalogue", "/centres", "/people", "/supervise"],
  secretary: ["/counter/approvals", "/counter/transfers", "/centres", "/people", "/supervise"],
  upazila_supervisor: ["/counter/transfers", "/centres", "/people", "/supervise"],
  district_supervisor: ["/counter/limits", "/counter/transfers", "/centres/new", "/people/new", "/supervise"],
  division_supervisor: ["/counter/transfers", "/centres", "/people", "/supervise"],
  administrator: [
    "/counter/statements", "/counter/unmatched", "/float", "/counter/limits", "/counter/tariffs", "/centres/new", "/people/new",
    "/supervise", "/market/settlement",
  ],
  catalogue_manager: ["/counter/catalogue", "/counter/tariffs", "/supervise"],
  e_cab_officer: ["/counter/catalogue", "/supervise", "/market/vetting", "/market/vetting/orders"],
  auditor: ["/counter/statements", "/counter/unmatched", "/centres", "/people", "/supervise"],
};

/** Pages to which no link needs to lead: who is signed out comes there, or a form or a text. */
const BY_OTHER_WAYS = [
  "/today", "/setup", "/sign-in", "/welcome", "/check", "/complain", "/complaint", "/healthz", "/metrics", "/prices/{centre}",
  "/counter/avro", "/counter/find", "/counter/forms/{line}", "/counter/transfers/new/{code}", "/counter/held",
  "/assets/{hash}/{name}", "/books/{book}/float/warning", "/counter/day/count", "/market/buy/basket", "/market/buy/quote",
  "/market/quotes/{quote}", "/market/orders/{order}/collect", "/market/sales/{seller}/stock",
  "/market/quotes/{quote}/wallet", "/market/quotes/{quote}/paper", "/market/quotes/{quote}/paper/{name}", "/haat/quotes/{quote}",
  "/haat/feed.xml", "/market/settlement/notice",
];

/** Pages whose link stands there only while something waits: the tests that make it press them. */
const WHILE_IT_WAITS = [
  "/books/{book}/float/{ask}", "/counter/approvals/{number}/{to}", "/counter/cases/{number}/hand-over", "/counter/day/open", "/counter/cases/{number}/correct", "/counter/cases/{number}/pictures/{place}",
  "/counter/day/cash/{folio}/{paper}", "/counter/unmatched/{item}", "/supervise/centres/{centre}/people/{person}/{day}",
  "/market/sales/{seller}/{book}/{order}", "/market/sales/{seller}/{book}/{order}/paper",
  "/market/sales/{seller}/{book}/{order}/paper/{name}", "/market/settlement/{run}",
  "/market/wallets/{book}/{transfer}", "/market/complaints/{book}/{order}", "/market/evidence/{book}/{order}", "/market/evidence/{book}/{order}/{line}/{place}",
];

/** Pages that the reviewed table of routes names, for which the crawl must find a way. */
function pages() {
  const table = readFileSync(new URL("../routes.txt", import.meta.url), "utf8");
  const gets = table.split("\n").filter((line) => line.startsWith("GET ")).map((line) => line.split(" ")[1]);
  return gets.filter((path) => !path.startsWith("/api/") && ![...BY_OTHER_WAYS, ...WHILE_IT_WAITS].includes(path));
}

const shape = (template) => new RegExp(`^${template.replaceAll(".", "\\.").replace(/\{[a-z]+\}/g, "[^/]+")}$`);

/** What stands after an address is of one kind when only numbers and days differ. */
const kind = (href) => {
  const [path, query = ""] = href.split("?");
  const keys = query.split("&").map((part) => part.split("=")[0]).sort().join("&");
  return `${path.replace(/[0-9]+[0-9A-Za-z-]*/g, "#").replace(/[A-Z]:[a-z_:#]+/g, "ACCOUNT")}?${keys}`;
};

function linksOf(html) {
  const body = html.replaceAll("&amp;", "&").replaceAll("&#38;", "&");
  const links = [...body.matchAll(/<(?:a|img)\b[^>]*?\b(?:href|src)="(\/[^"]*)"/g)].map(([, href]) => href.split("#")[0]);
  return [...new Set(links)];
}

/** Everything that this role can reach from the first page: address to how many presses away it is. */
async function crawl(stage, role) {
  const { page, context } = await stage.windowOf(role);
  const known = new Map([["/", 0]]);
  const from = new Map();
  const waiting = ["/"];
  const alike = new Map();
  const dead = [];
  while (waiting.length && known.size < PAGES_MAX) {
    const href = waiting.shift();
    const answer = await page.context().request.get(href, { timeout: PAPER_MS_MAX });
    if (answer.status() !== 200) dead.push(`${answer.status()} ${href}, a link on ${from.get(href)}`);
    if (!/text\/html/.test(answer.headers()["content-type"] ?? "")) continue;
    for (const next of linksOf(await answer.text())) {
      if (known.has(next) || /[?&]lang=/.test(next)) continue;
      const same = (alike.get(kind(next)) ?? 0) + 1;
      alike.set(kind(next), same);
      if (same > ALIKE_MAX) continue;
      from.set(next, href);
      known.set(next, known.get(href) + 1);
      waiting.push(next);
    }
  }
  await context.close();
  return { known, dead };
}

const none = (faults) => assert.equal(faults.length, 0, faults.join("\n"));

export function ways(stage) {
  describe("ways", () => {
    const reached = new Set();
    for (const role of ROLES) {
      test(`every_link_of_the_role_${role}_opens_and_what_is_sought_is_two_presses_away`, async (t) => {
        const { known, dead } = await crawl(stage, role);
        t.diagnostic(`${known.size} addresses`);
        const near = [...known].filter(([, presses]) => presses <= 2).map(([href]) => href.split("?")[0]);
        const far = SOUGHT[role].filter((path) => !near.includes(path)).map((path) => `more than two presses away: ${path}`);
        for (const href of known.keys()) reached.add(href.split("?")[0]);
        none([...dead, ...far]);
      });
    }
    test("no_page_is_without_a_way_to_it", () => {
      const lost = pages().filter((template) => ![...reached].some((path) => shape(template).test(path)));
      none(lost);
    });
  });
}
