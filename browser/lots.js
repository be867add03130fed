// Goods in quantity, and goods that come back: a producer says on what terms she gives baskets in quantity, a centre asks for
// a price, takes the offer, and what was faulty is sent again at the seller's cost.
import assert from "node:assert/strict";
import { dayInDhaka, press } from "./counter.js";
import { journey } from "./journey.js";
import { counted, list, nothingWrong, opens, published, registered, sent } from "./trade.js";

const BASKET = "পরীক্ষার পাটের ঝুড়ি";

export function lots(stage) {
  journey(stage, "a lot over the market", {
    people: ["maker", "counter", "vetter"],
    begin,
    meant: /status of 422/,
    steps: {
      a_producer_says_on_what_terms_she_gives_baskets_in_quantity: terms,
      a_centre_asks_for_a_price_and_less_than_the_least_is_refused: asks,
      she_offers_a_price_until_a_day: offers,
      the_centre_takes_the_offer_once_and_it_is_an_order: takes,
      the_lot_is_sent_and_kept: keeps,
      a_faulty_one_is_brought_back_and_the_same_is_wanted_again: wantsAgain,
      what_came_back_is_sent_again_and_nobody_pays_twice: sentAgain,
    },
  });
}

async function begin(stage) {
  return {
    maker: await stage.windowOf("entrepreneur"),
    counter: await stage.windowOf("entrepreneur", {}, 2),
    vetter: await stage.windowOf("e_cab_officer"),
  };
}

async function terms(l) {
  l.seller = await registered(l.maker.page, { name_bn: "পরীক্ষার ঝুড়িঘর", name_en: "Test Basket House", person: "মরিয়ম বেগম", mobile: "01755000222" });
  const goods = { name: BASKET, sku: "TEST-BASKET", price: "200", category: "craft.cane", back: "7" };
  l.basket = await list(l.maker.page, l.seller, goods);
  await published(l.vetter.page, l.basket);
  await counted(l.maker.page, l.seller, "TEST-BASKET", "40");
  const { page } = l.maker;
  await page.goto(`/market/goods/${l.basket}`);
  await press(page, "main a[href$='/lot']");
  const fields = { least: "10", words_bn: "একই মাপ, কোনো আঁশ আলগা নেই", from_1: "20", price_1: "170" };
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name="${name}"]`, value);
  await press(page, "button[value=set]");
  await nothingWrong(page);
}

async function asks(l) {
  const { page } = l.counter;
  await page.goto(`/haat/goods/${l.basket}`);
  await press(page, `main a[href="/market/buy/lots/${l.basket}"]`);
  await page.fill("#pieces", "3");
  await press(page, "main form .btn.big");
  assert.ok(await page.locator(".govuk-error-summary").count(), "three are no lot");
  await page.fill("#pieces", "12");
  await page.fill("#words", "শুক্রবারের হাটের আগে");
  await press(page, "main form .btn.big");
  await nothingWrong(page);
  await page.goto("/market/lots");
  l.ask = await page.locator(`main a:has-text("${BASKET}")`).first().getAttribute("href");
  await page.goto(l.ask);
  assert.equal(await page.locator("#name").count(), 0, "nothing can be taken before there is an offer");
}

async function offers(l) {
  const { page } = l.maker;
  await page.goto(`/market/sales/${l.seller}/lots`);
  await press(page, `main a:has-text("${BASKET}")`);
  const fields = { price: "180", until: dayInDhaka(3), promised: dayInDhaka(8), words: "আঁটি বেঁধে পাঠাব" };
  for (const [name, value] of Object.entries(fields)) await page.fill(`#${name}`, value);
  await press(page, "button[value=offer]");
  await nothingWrong(page);
  assert.equal(await page.locator("button[value=offer]").count(), 0, "it is answered once");
}

async function takes(l) {
  const { page } = l.counter;
  await page.goto(l.ask);
  await page.fill("#name", "মেলা কমিটি");
  await page.fill("#help", "0");
  await press(page, "main form .btn.big");
  await nothingWrong(page);
  assert.match(await page.innerText("main"), /২,১৬০/, "twelve at the price that was offered");
  await page.check("#consent");
  await press(page, "form[action^='/market/quotes/'] .btn.big");
  await nothingWrong(page);
  l.order = new URL(page.url()).pathname.split("/").at(-1); // one seller, one order: it is shown at once
  await page.goto(l.ask);
  assert.equal(await page.locator("#name").count(), 0, "an offer is taken once");
}

async function keeps(l) {
  await sent(l.maker.page, l.seller, l.order);
  await opens(l.counter.page, l.order, { kept: "12" });
  assert.match(await l.counter.page.locator(".head .tag").innerText(), /নেওয়া হয়েছে/);
}

async function wantsAgain(l) {
  const { page } = l.counter;
  await page.goto(`/market/orders/${l.order}`);
  await page.selectOption("#reason", "damaged");
  await page.check("#again");
  await press(page, "button[value=return]");
  await nothingWrong(page);
  const own = l.maker.page;
  await own.goto(`/market/sales/${l.seller}`);
  await press(own, `a[href$="/${l.order}"]`);
  await press(own, "button[value=return_approved]");
  await nothingWrong(own);
}

async function sentAgain(l) {
  const { page } = l.counter;
  await page.goto(`/market/orders/${l.order}`);
  await press(page, "button[value=replace]");
  await nothingWrong(page);
  await page.goto(`/market/orders/${l.order}`);
  const again = page.locator("main .facts a[href^='/market/orders/']").first();
  const order = (await again.getAttribute("href")).split("/").at(-1);
  assert.notEqual(order, l.order);
  await page.goto(`/market/orders/${order}`);
  assert.ok(await page.locator(`main .facts a[href="/market/orders/${l.order}"]`).count(), "it says in whose place it is");
  await sent(l.maker.page, l.seller, order);
  await opens(page, order, { kept: "12" });
  assert.equal(await page.locator("button[value=refund]").count(), 0, "nobody owes the buyer anything");
  assert.equal(await page.locator("#tendered").count(), 0, "and the buyer owes nothing");
}
