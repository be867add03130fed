// The market, from a quilt that nobody knows to money in everybody's book: a producer's quilt is listed, checked and bought
// by a villager at another centre together with a firm's lamp, paid in cash and sent; the lamp is refused at the open box,
// the quilt is collected, and the money goes to whom it belongs to.
import assert from "node:assert/strict";
import { press, takaOf } from "./counter.js";
import { journey } from "./journey.js";

const QUILT = "পরীক্ষার নকশি কাঁথা";
const LAMP = "পরীক্ষার বাতি";
const BUYER = "রহিম মিয়া";
const ROUND_MS_MAX = 150_000; // the house looks at its clocks once a minute
/** As good a picture as any: of goods, of a thumb. */
const picture = async (page) => ({ name: "picture.png", mimeType: "image/png", buffer: await page.locator("main").screenshot() });

/** A photo as a phone makes it, of more megabytes than the house takes. */
async function photo(page) {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
    const brush = canvas.getContext("2d");
    const dots = brush.createImageData(canvas.width, canvas.height);
    let noise = 1; // what nothing can pack
    for (let at = 0; at < dots.data.length; at += 1) {
      noise ^= noise << 13;
      noise ^= noise >>> 17;
      noise ^= noise << 5;
      dots.data[at] = at % 4 === 3 ? 255 : noise & 255;
    }
    brush.putImageData(dots, 0, 0);
    return canvas.toDataURL("image/png").split(",")[1];
  });
  return { name: "phone.png", mimeType: "image/png", buffer: Buffer.from(base64, "base64") };
}

export function trade(stage) {
  journey(stage, "a trade over the market", {
    people: ["maker", "counter", "firm", "vetter", "pays", "approves"],
    begin,
    meant: /status of (422|409)/,
    steps: {
      a_centre_registers_a_producer_and_lists_her_quilt: lists,
      a_firm_lists_its_lamp: listsLamp,
      the_association_looks_at_both_and_lets_them_in: checks,
      their_stock_is_counted_and_the_storefront_shows_them: counts,
      a_villager_at_another_centre_wants_both: wants,
      a_quote_without_consent_is_not_taken_and_with_it_it_is: pays,
      both_sellers_pack_and_send: sends,
      the_parcels_arrive_and_the_lamp_is_refused_at_the_open_box: refuses,
      the_quilt_is_collected: collects,
      another_villager_pays_by_bangla_qr_and_the_order_is_there_by_itself: paysByQr,
      the_money_is_released: released,
      both_sellers_are_settled_by_two_people_and_the_banks_word: settles,
      every_book_balances_and_nothing_is_kept: balances,
    },
  });
}

async function begin(stage) {
  const book = stage.person("entrepreneur", 2).centre;
  assert.notEqual(book, stage.person("entrepreneur").centre, "another centre");
  return {
    book,
    maker: await stage.windowOf("entrepreneur"),
    counter: await stage.windowOf("entrepreneur", {}, 2),
    firm: await stage.windowOf("merchant_staff"),
    vetter: await stage.windowOf("e_cab_officer"),
    pays: await stage.windowOf("administrator"),
    approves: await stage.windowOf("administrator", {}, 1),
  };
}

export async function nothingWrong(page) {
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
}

/** Writes a listing with a photo and sends it to the check; answers its address. */
export async function list(page, seller, { name, sku, price, category, back = "0" }) {
  await page.goto(`/market/sellers/${seller}/new`);
  const fields = {
    name_bn: name, about_bn: "তিন স্তর সুতি কাপড়, হাতে সেলাই করা ফুল।", origin_bn: "গ্রামের মেয়েদের হাতে",
    return_days: back, lead_days: "0", "sku-1": sku, "price-1": price, "weight-1": "900",
  };
  for (const [field, value] of Object.entries(fields)) await page.fill(`[name="${field}"]`, value);
  await page.selectOption("#category", category);
  await press(page, "main form .btn");
  await nothingWrong(page);
  const address = new URL(page.url()).pathname.split("/").at(-1);
  const large = await photo(page);
  assert.ok(large.buffer.length > 5 * 1024 * 1024, `${large.buffer.length} bytes`);
  await page.setInputFiles("#photo", large);
  await page.waitForFunction(() => document.querySelector("#photo").files[0].type === "image/jpeg");
  await press(page, "form[action$='/photos'] .btn");
  await nothingWrong(page);
  await press(page, "form[action$='/move'] .btn");
  await nothingWrong(page);
  return address;
}

/** Registers a producer; answers her number. */
export async function registered(page, fields) {
  await page.goto("/market/sellers/new?kind=producer");
  for (const [field, value] of Object.entries(fields)) await page.fill(`[name="${field}"]`, value);
  await page.check("#consent");
  await press(page, "main form .btn");
  await nothingWrong(page);
  return new URL(page.url()).pathname.split("/").at(-1);
}

async function lists(m) {
  const { page } = m.maker;
  m.seller = await registered(page, { name_bn: "পরীক্ষার সুইঘর", name_en: "Test Needle House", person: "জরিনা বেগম", mobile: "01755000111" });
  m.quilt = await list(page, m.seller, { name: QUILT, sku: "TEST-QUILT", price: "1200", category: "craft.quilt" });
}

async function listsLamp(m) {
  const { page } = m.firm;
  await page.goto("/market");
  m.firmSeller = (await page.locator("main table a").first().getAttribute("href")).split("/").at(-1);
  m.lamp = await list(page, m.firmSeller, { name: LAMP, sku: "TEST-LAMP", price: "450", category: "home.light" });
}

/** The association lets goods in. */
export async function published(page, address) {
  await page.goto(`/market/vetting/goods/${address}`);
  await press(page, "button[value=published]");
  await nothingWrong(page);
}

async function checks(m) {
  for (const address of [m.quilt, m.lamp]) await published(m.vetter.page, address);
}

/** So many of these lie with the seller. */
export async function counted(page, seller, sku, pieces) {
  await page.goto(`/market/sales/${seller}`);
  const form = `form:has([value="${sku}"])`;
  await page.fill(`${form} [name=pieces]`, pieces);
  await press(page, `${form} .btn`);
  await nothingWrong(page);
  assert.equal(takaOf(await page.inputValue(`${form} [name=pieces]`)), Number(pieces));
}

async function counts(m) {
  for (const [own, seller, sku] of [[m.maker, m.seller, "TEST-QUILT"], [m.firm, m.firmSeller, "TEST-LAMP"]]) {
    await counted(own.page, seller, sku, "3");
  }
  await m.maker.page.goto(`/haat?q=${encodeURIComponent(QUILT)}`);
  assert.ok(await m.maker.page.locator(`a[href="/haat/goods/${m.quilt}"]`).count(), "everybody finds the quilt");
}

async function wants(m) {
  const { page } = m.counter;
  for (const [name, address] of [[QUILT, m.quilt], [LAMP, m.lamp]]) {
    await page.goto(`/market/buy?q=${encodeURIComponent(name)}`);
    await press(page, `.pick:has([value="${address}"]) .btn`);
    await nothingWrong(page);
  }
  assert.equal(await page.locator(".cart tbody tr").count(), 2);
  await page.fill("#name", BUYER);
  await page.fill("#help", "50");
  await press(page, "form[action='/market/buy/quote'] .btn");
  await nothingWrong(page);
  m.total = takaOf(await page.locator(".sum .total").first().innerText());
  assert.ok(m.total > 1700, `goods, the way and the help: ${m.total}`);
}

async function pays(m) {
  const { page } = m.counter;
  const quote = page.url();
  await press(page, "form[action^='/market/quotes/'] .btn.big");
  assert.ok(await page.locator(".govuk-error-summary").count(), "nothing is taken that was not agreed to");
  // What is to be paid and the change stand there while one types.
  assert.equal(takaOf(await page.locator("#due").innerText()), m.total);
  await page.fill("#tendered", String(m.total + 250));
  assert.equal(takaOf(await page.locator("#change b").innerText()), 250);
  await page.check("#payment-later");
  assert.equal(takaOf(await page.locator("#due").innerText()), 0, "the rest is paid when the goods are fetched");
  await page.check("#payment");
  await page.goto("/market/orders");
  await press(page, `a[href="${new URL(quote).pathname}"]`);
  await page.fill("#tendered", String(m.total + 250));
  await page.check("#consent");
  await press(page, "form[action^='/market/quotes/'] .btn.big");
  await nothingWrong(page);
  assert.equal(page.url(), quote, "the quote names the orders that came of it");
  assert.equal(await page.locator("main a[href^='/market/orders/M-']").count(), 2);
  await page.goto("/market/orders");
  assert.equal(await page.locator(`a[href="${new URL(quote).pathname}"]`).count(), 0, "it is taken");
  m.orders = {};
  for (const [what, name] of [["quilt", QUILT], ["lamp", LAMP]]) {
    m.orders[what] = (await page.locator(`a:has-text("${name}")`).first().getAttribute("href")).split("/").at(-1);
  }
  await page.goto(quote);
  assert.equal(await page.locator("form[action^='/market/quotes/']").count(), 0, "a quote is taken once");
}

/** The seller packs an order and gives it to the carrier. */
export async function sent(page, seller, order) {
  await page.goto(`/market/sales/${seller}`);
  await press(page, `a[href$="/${order}"]`);
  for (const to of ["accepted", "packed", "handed_to_carrier"]) {
    await press(page, `button[value=${to}]`);
    await nothingWrong(page);
  }
}

async function sends(m) {
  await sent(m.maker.page, m.seller, m.orders.quilt);
  await sent(m.firm.page, m.firmSeller, m.orders.lamp);
  // Another seller's order is none of one's own.
  const answer = await m.maker.page.goto(`/market/sales/${m.seller}/${m.book}/${m.orders.lamp}`);
  assert.equal(answer.status(), 404);
  m.maker.complaints.length = 0; // a browser notes every 404 on its console
}

/** The parcel is here; the box is opened. */
export async function opens(page, order, { kept, reason }) {
  await page.goto(`/market/orders/${order}`);
  await press(page, "button[value=arrive]");
  await nothingWrong(page);
  await page.selectOption("#kept-0", kept);
  if (reason) await page.selectOption("#reason-0", reason);
  await page.setInputFiles("#mark", await picture(page));
  await press(page, "form[action$='/collect'] .btn");
  await nothingWrong(page);
}

async function refuses(m) {
  const { page } = m.counter;
  await opens(page, m.orders.lamp, { kept: "0", reason: "not_as_shown" });
  await press(page, "button[value=refund]");
  await nothingWrong(page);
  assert.equal(await page.locator("button[value=refund]").count(), 0, "given back once");
}

async function collects(m) {
  const { page } = m.counter;
  await opens(page, m.orders.quilt, { kept: "1" });
  assert.match(await page.locator(".head .tag").innerText(), /নেওয়া হয়েছে|শেষ/);
}

async function released(m, stage) {
  const { page } = m.maker;
  const until = Date.now() + ROUND_MS_MAX;
  const owed = async () => {
    await page.goto(`/market/sales/${m.seller}`);
    return takaOf(await page.locator("main .facts dd").first().innerText());
  };
  while (!(await owed()) && Date.now() < until) await new Promise((done) => setTimeout(done, 2_000));
  const share = await owed();
  assert.ok(share > 1_000 && share < 1_200, `the price less the commission: ${share}`);
  await m.firm.page.goto(`/market/sales/${m.firmSeller}`);
}

async function paysByQr(m) {
  const { page } = m.counter;
  await page.goto(`/market/buy?q=${encodeURIComponent(QUILT)}`);
  await press(page, `.pick:has([value="${m.quilt}"]) .btn`);
  await page.fill("#name", "হাসিনা বেগম");
  await page.fill("#help", "0");
  await press(page, "form[action='/market/buy/quote'] .btn");
  await nothingWrong(page);
  await page.check("#wallet-consent");
  await press(page, "button[value=qr]");
  await nothingWrong(page);
  assert.equal(await page.locator(".qr svg").count(), 1, "the customer reads it from the screen");
  assert.equal(await page.locator("button[data-key=F4]").count(), 0, "no cash is taken meanwhile");
  // The provider tells the house by itself, and the page looks by itself.
  await page.locator("#wallet-state a[href*='/market/orders/']").waitFor({ timeout: 60_000 });
  await page.click("#wallet-state a[href*='/market/orders/']");
  assert.match(await page.innerText("main"), /ওয়ালেট/);
}

/** What the bank says when all payouts of its file arrived. */
function arrived(file) {
  const transfers = [...file.matchAll(/<EndToEndId>([^<]+)<.*?Ccy="BDT">([0-9.]+)</gs)];
  const entries = transfers.map(([, id, taka]) =>
    `<Ntry><Amt Ccy="BDT">${taka}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`);
  const notice = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn>${entries.join("")}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
  return { count: transfers.length, notice };
}

async function settles(m) {
  const { page } = m.pays;
  await page.goto("/market/settlement");
  await page.fill("#least", "1");
  await press(page, "button[value=propose]");
  await nothingWrong(page);
  assert.equal(await page.locator("button[value=approve]").count(), 0, "who proposed it does not approve it");
  const other = m.approves.page;
  await other.goto("/market/settlement");
  const lines = await other.locator("details[open] tbody .r").allInnerTexts();
  assert.ok(lines.length > 0 && lines.every((line) => takaOf(line) > 0), `who is paid how much: ${lines}`);
  await press(other, "button[value=approve]");
  await nothingWrong(other);
  const path = await other.locator("a[download]").first().getAttribute("href");
  const file = await (await m.approves.context.request.get(path)).text();
  const { count, notice } = arrived(file);
  assert.ok(count > 0 && file.includes(`<NbOfTxs>${count}</NbOfTxs>`), file);
  await other.setInputFiles("#notice", { name: "notice.xml", mimeType: "application/xml", buffer: Buffer.from(notice) });
  await press(other, "form[action$='/notice'] .btn");
  await nothingWrong(other);
  for (const [own, seller] of [[m.maker, m.seller], [m.firm, m.firmSeller]]) {
    await own.page.goto(`/market/sales/${seller}`);
    assert.ok(takaOf(await own.page.locator("main .facts dd").first().innerText()) <= 0, "nothing is owed any more");
  }
}

async function balances(m, stage) {
  const { request } = m.counter.context;
  const { mobile, password } = stage.person("entrepreneur", 2);
  const { token } = await (await request.post("/api/v1/tokens", { data: { mobile, password } })).json();
  const answer = await request.get(`/api/v1/books/${m.book}/trial-balance`, { headers: { authorization: `Bearer ${token}` } });
  const { accounts, debits, credits } = await answer.json();
  assert.equal(debits, credits, "the book balances");
  for (const order of Object.values(m.orders)) {
    const escrow = accounts.find((line) => line.account === `P:escrow:${order}`);
    assert.equal((escrow?.debit ?? 0) + (escrow?.credit ?? 0), 0, `nothing of ${order} is kept any more`);
  }
  await stage.house.whileShut(async () => {
    const { code, said } = await stage.house.command("verify");
    assert.equal(code, 0, said);
  });
}
