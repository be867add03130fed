// The screens of the market: the storefront, the desk of who sells, and the checks, as `screens.js` looks at them.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { press } from "./counter.js";
import { sitting } from "./screens.js";

const SELLER = { name_bn: "কলমিলতা", name_en: "Kolmilata", person: "নমুনা উৎপাদক", sex: "woman" };
const PRODUCT = {
  name_bn: "নকশি কাঁথা, ময়ূর", name_en: "Quilt with peacocks", category: "craft.quilt",
  about_bn: "তিন স্তর সুতি কাপড়, হাতে সেলাই করা ময়ূর।", about_en: "Three layers of cotton, peacocks sewn by hand.",
  origin_bn: "গ্রামের মেয়েদের হাতে সেলাই", return_days: "7", lead_days: "20", capacity: "4",
};
let sellers = 0;

export function market(stage, options) {
  const seen = { address: null };
  storefront(stage, options);
  desk(stage, options, seen);
  checks(stage, options, seen);
  sentBack(stage, options, seen);
  buying(stage, options);
  office(stage, options);
}

async function fill(page, fields) {
  for (const [id, value] of Object.entries(fields)) {
    const field = page.locator(`#${id}`);
    if ((await field.evaluate((one) => one.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** A form that was refused says so on top; a browser notes every 422 on its console. */
async function refused(page, own, button) {
  await press(page, button);
  own.complaints.length = 0;
  assert.ok(await page.locator(".govuk-error-summary").isVisible(), "the fault stands on top");
}

const none = async (page) => assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));

function storefront(stage, options) {
  describe("for whoever looks at the market", () => sitting(options, () => stage.window(options), {
    "haat": async (page) => {
      await page.goto("/haat");
      assert.ok(await page.locator(".goods li").count(), "the demo has goods");
    },
    "haat-found": async (page) => {
      await page.fill("#q", "kantha");
      await press(page, "form[role=search] .btn");
      assert.ok(await page.locator(".goods li").count(), "a quilt is found");
    },
    "haat-none": (page) => page.goto("/haat?q=blorptang"),
    "goods": async (page) => {
      await page.goto("/haat");
      await press(page, ".goods a");
    },
    "haat-seller": (page) => press(page, "main a[href^='/haat/sellers/']"),
  }));
}

function desk(stage, options, seen) {
  describe("for who sells", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "market": (page) => page.goto("/market"),
    "seller-new": (page) => page.goto("/market/sellers/new?kind=producer"),
    "seller-new-wrong": (page, own) => refused(page, own, "main form .btn"),
    "seller": async (page) => {
      sellers += 1;
      await fill(page, { ...SELLER, mobile: `0140009900${sellers}` });
      await page.check("#consent");
      await press(page, "main form .btn");
      await none(page);
      assert.match(page.url(), /\/market\/sellers\/S[0-9]+$/);
    },
    "listing-new": (page) => press(page, "main a[href$='/new']"),
    "listing-new-wrong": (page, own) => refused(page, own, "main form[action$='/products'] .btn"),
    "listing": async (page) => {
      await fill(page, { ...PRODUCT, "sku-1": `PEACOCK-${sellers}`, "price-1": "2500", "weight-1": "1500" });
      await page.check("#speciality");
      await press(page, "main form[action$='/products'] .btn");
      await none(page);
      seen.address = new URL(page.url()).pathname.split("/").at(-1);
    },
    "listing-photo-wrong": (page, own) => refused(page, own, "form[action$='/photos'] .btn"),
    "listing-photo": async (page) => {
      const buffer = await page.locator("main").screenshot(); // as good a picture as any
      await page.setInputFiles("#photo", { name: "quilt.png", mimeType: "image/png", buffer });
      await press(page, "form[action$='/photos'] .btn");
      assert.ok(await page.locator(".shot img").count(), await page.innerText("main"));
    },
    "listing-waiting": async (page) => {
      await press(page, "form[action$='/move'] .btn");
      await none(page);
    },
    "seller-with-goods": (page) => page.goto(`/market/sellers/${seen.address.split("-")[0]}`),
  }));
  describe("for a firm", () => sitting(options, () => stage.windowOf("merchant_staff", options), {
    "market-of-a-firm": (page) => page.goto("/market"),
    "firm-new": (page) => page.goto("/market/sellers/new?kind=merchant"),
    "listing-on-the-shelf": async (page) => {
      await page.goto("/market");
      await press(page, "main table a");
      if (await page.locator("main table a").count()) await press(page, "main table a");
    },
  }));
}

function checks(stage, options, seen) {
  describe("for who checks the market", () => sitting(options, () => stage.windowOf("e_cab_officer", options), {
    "vetting-today": (page) => page.goto("/"),
    "vetting": (page) => page.goto("/market/vetting"),
    "vetting-goods": (page) => page.goto(`/market/vetting/goods/${seen.address}`),
    "vetting-goods-wrong": (page, own) => refused(page, own, "button[value=returned]"),
    "vetting-seller": async (page) => {
      await press(page, "main a[href^='/market/vetting/sellers/']");
    },
    "vetting-goods-returned": async (page) => {
      await page.goto(`/market/vetting/goods/${seen.address}`);
      await page.fill("#reason", "ছবিটি কাঁথার নয়। কাঁথার ছবি দিন।");
      await press(page, "button[value=returned]");
      await none(page);
    },
  }));
}

function sentBack(stage, options, seen) {
  describe("for who sells, later", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "listing-returned": async (page) => {
      await page.goto(`/market/goods/${seen.address}`);
      assert.ok(await page.locator(".notice.bad").isVisible(), "why it came back stands on top");
    },
  }));
}

/** A good that lies ready in the demo: an order of it can be made and made again. */
const READY = "পাখা";

function buying(stage, options) {
  describe("for who buys for a customer", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "buy": (page) => page.goto("/market/buy"),
    "buy-found": (page) => page.goto(`/market/buy?q=${encodeURIComponent(READY)}`),
    "buy-none": (page) => page.goto("/market/buy?q=blorptang"),
    "buy-basket": async (page) => {
      await page.goto(`/market/buy?q=${encodeURIComponent(READY)}`);
      await press(page, ".pick .btn");
      await none(page);
    },
    "buy-wrong": (page, own) => refused(page, own, "form[action$='/quote'] .btn"),
    "quote": async (page) => {
      await page.goto("/market/buy");
      await page.fill("#name", "নমুনা ক্রেতা");
      await press(page, "form[action$='/quote'] .btn");
      await none(page);
    },
    "quote-wrong": (page, own) => refused(page, own, "form[action^='/market/quotes/'] .btn"),
    "order": async (page) => {
      await page.check("#consent");
      await press(page, "form[action^='/market/quotes/'] .btn");
      await none(page);
    },
    "orders": (page) => page.goto("/market/orders"),
    "order-here": async (page) => press(page, "main table tr:has(.tag.wait) a"),
    "order-here-wrong": (page, own) => refused(page, own, "form[action$='/collect'] .btn"),
    "sales": async (page) => {
      await page.goto("/market");
      await press(page, "main table a");
      await press(page, "main a[href^='/market/sales/']");
    },
  }));
}

function office(stage, options) {
  describe("for who looks after orders", () => sitting(options, () => stage.windowOf("e_cab_officer", options), {
    "office": (page) => page.goto("/market/vetting/orders"),
    "office-order": (page) => press(page, "main table a"),
    "rates": (page) => page.goto("/market/vetting/rates"),
    "rates-wrong": async (page, own) => {
      await page.fill("#programme", "60");
      await page.fill("#shop", "50");
      await refused(page, own, "main form .btn");
    },
  }));
}
