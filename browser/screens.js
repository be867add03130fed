// Every screen, in both languages, on the counter's old PC and on a small phone: looked at, and kept as a picture.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LANGS, SIZES, look } from "./browser.js";
import { PHOTOCOPY, emptyCart, fill, press, receiptNumber, sampleOf, take } from "./counter.js";
import { keepers } from "./keepers.js";
import { market } from "./market.js";
import { offices } from "./offices.js";
import { totp } from "./totp.js";

const FORM_SERVICE = "G009";

export function screens(stage) {
  for (const lang of LANGS) for (const size of Object.keys(SIZES)) {
    describe(`in ${lang} at ${Object.values(SIZES[size]).join("x")}`, () => {
      everybody(stage, { lang, size });
      entrepreneur(stage, { lang, size });
      officer(stage, { lang, size });
      offices(stage, { lang, size });
      keepers(stage, { lang, size });
      market(stage, { lang, size });
    });
  }
}

/** Tests of one person: one window, one screen after the other. */
export function sitting({ lang, size }, open, screens) {
  let own;
  before(async () => (own = await open()));
  after(() => own?.context.close());
  for (const [name, go] of Object.entries(screens)) {
    test(`the screen ${name} can be read and used (${lang}, ${size})`, async () => {
      await go(own.page, own);
      await look(own, name);
    });
  }
}

function everybody(stage, options) {
  describe("for everybody", () => sitting(options, () => stage.window(options), {
    "sign-in": (page) => page.goto("/sign-in"),
    "sign-in-wrong": async (page, own) => {
      await page.fill("#mobile", "01700000000");
      await page.fill("#password", "not the password of anybody");
      await press(page, "main form button");
      own.complaints.length = 0; // a browser notes every 422 on its console
      assert.ok(await page.locator(".govuk-error-summary").isVisible(), "the fault stands on top");
    },
    "check": (page) => page.goto("/check"),
    "check-wrong": async (page, own) => {
      await page.fill("#number", "3026001-261123-B7K-014");
      await page.fill("#code", "7F3K2Q");
      await press(page, "main form button");
      own.complaints.length = 0; // 404, likewise
      assert.ok(await page.locator(".govuk-error-summary").isVisible(), "the fault stands on top");
    },
    "welcome": (page) => page.goto("/welcome"),
    "nothing-here": async (page, own) => {
      const answer = await page.goto("/nothing-here");
      own.complaints.length = 0;
      assert.equal(answer.status(), 404);
    },
  }));
}

function entrepreneur(stage, options) {
  let number;
  describe("for an entrepreneur", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "today": (page) => page.goto("/"),
    "counter": (page) => emptyCart(page),
    "counter-found": async (page) => {
      await Promise.all([page.waitForResponse(/find\?q=jonmo$/), page.locator("#q").pressSequentially("jonmo")]);
      await page.locator("#hits [role=status]").waitFor({ state: "attached" }); // a phone has no room to show it
    },
    "counter-not-found": async (page) => {
      await page.fill("#q", "zzqqxx");
      await page.locator("#hits .empty").waitFor();
    },
    "form": async (page) => {
      await take(page, PHOTOCOPY, "6*");
      await take(page, FORM_SERVICE);
      await page.locator("form[data-form]").waitFor();
    },
    "form-wrong": async (page, own) => {
      await press(page, "form[data-form] [data-finish]");
      own.complaints.length = 0; // 422
      assert.ok(await page.locator(".govuk-error-summary").isVisible(), "the faults stand on top");
    },
    "form-filled": (page) => fill(page, sampleOf(FORM_SERVICE)),
    "cart": async (page) => {
      await press(page, "form[data-form] [data-finish]");
      await page.fill("#tendered", options.lang === "bn" ? "৫০০" : "500"); // either digits are understood
      await page.locator("#change:not([hidden])").waitFor();
    },
    "receipt": async (page) => {
      await press(page, "#pay [data-finish]");
      number = await receiptNumber(page);
    },
    "receipt-later": async (page) => {
      await page.goto(`/counter/receipts/${number}`);
      const paper = await page.context().request.get(`/counter/receipts/${number}/a5.pdf`);
      assert.equal(paper.headers()["content-type"], "application/pdf");
    },
    "check-true": async (page) => {
      const code = (await page.locator(".receipt .check").innerText()).trim();
      await page.goto(`/check?number=${number}&code=${code}`);
      assert.ok(await page.locator(".notice.good").isVisible(), "the receipt is true");
      assert.ok(!(await page.innerText("main")).includes("নমুনা"), "no name is shown");
    },
    "reverse": async (page) => {
      await page.goto(`/counter/receipts/${number}`);
      await press(page, `a[href="/counter/receipts/${number}/reverse"]`);
    },
    "receipt-reversed": async (page) => {
      await page.locator("[name=reason]").first().check();
      await press(page, "main form .btn.grave");
      await page.goto(`/counter/receipts/${number}`);
      assert.ok(await page.locator(".notice.bad").isVisible(), "the reversal stands on it");
    },
    "day": (page) => page.goto("/counter/day"),
    "catalogue": (page) => page.goto("/counter/catalogue"),
    "service": (page) => page.goto(`/counter/catalogue/${FORM_SERVICE}`),
    "account": (page) => page.goto("/account"),
    "book": async (page) => {
      const { centre } = stage.person("entrepreneur");
      const answer = await page.goto(`/books/${centre}`);
      assert.equal(answer.status(), 200);
    },
    "statement": (page) => page.goto(`/books/${stage.person("entrepreneur").centre}/accounts/P:float`),
  }));
}

function officer(stage, options) {
  let person;
  let centre;
  describe("for an officer", () => {
    if (options.lang === "bn" && options.size === "wide") secondFactor(stage);
    sitting(options, () => stage.windowOf("administrator", options), {
      "officer-today": (page) => page.goto("/"),
      "people": (page) => page.goto("/people"),
      "person": async (page) => {
        await page.goto("/people");
        await press(page, "main table a[href^='/people/'], main .list a[href^='/people/']");
        person = new URL(page.url()).pathname;
      },
      "person-suspend": (page) => page.goto(`${person}/suspend`),
      "person-grant": (page) => page.goto(`${person}/grants`),
      "person-new": (page) => page.goto("/people/new"),
      "centres": (page) => page.goto("/centres"),
      "centre": async (page) => {
        await page.goto("/centres");
        await press(page, "main table tbody a");
        centre = new URL(page.url()).pathname;
      },
      "seat": (page) => page.goto(`${centre}/seats/woman`),
      "float": (page) => page.goto(`/books/${stage.person("entrepreneur").centre}/float`),
      "centre-new": (page) => page.goto("/centres/new"),
      "officer-account": (page) => page.goto("/account"),
    });
  });
}

/** The step of the authenticator's code, which the other tests only pass through. */
function secondFactor(stage) {
  for (const lang of LANGS) for (const size of Object.keys(SIZES)) {
    test(`the screen sign-in-code can be read and used (${lang}, ${size})`, async () => {
      const own = await stage.window({ lang, size });
      const { mobile, password, totp_secret } = stage.person("auditor");
      await own.page.goto("/sign-in");
      await own.page.fill("#mobile", mobile);
      await own.page.fill("#password", password);
      await press(own.page, "main form button");
      await look(own, "sign-in-code");
      const wrong = String((Number(totp(totp_secret)) + 1) % 1_000_000).padStart(6, "0");
      await own.page.fill("#code", wrong);
      await press(own.page, "main form button");
      assert.ok(await own.page.locator(".govuk-error-summary").isVisible(), "a wrong code opens nothing");
      await own.context.close();
    });
  }
}
