// Whole sales: by the keyboard alone, without any script, pressed twice, and in the other language.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PHOTOCOPY, emptyCart, fill, press, receiptNumber, sampleOf, take } from "./counter.js";

const KEYS_OF_A_REPEAT_MAX = 4; // beside Enter: from the page after sign-in to the receipt
const KEYS_OF_A_SIMPLE_SALE_MAX = 8; // screens.md 3.2: four letters, Enter, exact cash; and on to the next customer

export function sales(stage) {
  const open = (options) => stage.windowOf("entrepreneur", options, 1);
  describe("a sale", () => {
    test("a_simple_sale_takes_eight_keys_and_no_mouse", (t) => byKeyboard(open, t));
    test("a_repeat_simple_service_takes_four_keys_plus_enter_after_sign_in", (t) => byFavourite(open, t));
    test("a_customer_set_aside_comes_back_by_the_keyboard", () => heldByKeyboard(open));
    test("a_sale_with_a_form_needs_no_mouse", () => formByKeyboard(open));
    test("goods_are_bought_for_a_customer_by_the_keyboard_alone", () => goodsByKeyboard(open));
    test("a_sale_needs_no_script", () => withoutScript(open));
    test("a_second_press_gives_the_first_receipt", () => pressedTwice(open));
    test("the_change_is_counted_while_the_sum_is_typed", () => change(open));
    test("a_digit_takes_the_hit_of_its_number", () => byDigit(open));
    test("on_a_phone_one_comes_to_the_account_and_out_again", () => onPhone(open));
    test("the_language_changes_where_one_stands_and_stays", () => language(stage));
  });
}

/** The keyboard, and how often it was pressed. */
function keyboard(page) {
  let keys = 0;
  return {
    count: () => keys,
    async type(text) {
      keys += [...text].length;
      await page.keyboard.type(text);
    },
    async press(key, times = 1) {
      keys += times;
      for (let n = 0; n < times; n += 1) await page.keyboard.press(key);
    },
  };
}

/** Tab by Tab to what this names. */
async function reach(page, selector) {
  for (let n = 0; n < 80; n += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no Tab leads to ${selector}`);
}

/** The market at the counter: found, put into the basket, quoted, agreed to, paid and placed. */
async function goodsByKeyboard(open) {
  const own = await open();
  const { page } = own;
  const go = (url, key) => Promise.all([page.waitForURL(url), page.keyboard.press(key)]);
  await page.goto("/market/buy");
  assert.equal(await focused(page), "q", "the search has the focus");
  await page.keyboard.type("saree");
  await go(/q=saree/, "Enter");
  await reach(page, ".pick button");
  await page.keyboard.press("Enter");
  await page.locator(".cart tbody tr").first().waitFor();
  await page.keyboard.press("F2");
  assert.equal(await focused(page), "name", "the customer's name");
  await page.keyboard.type("রহিম মিয়া");
  await go(/\/market\/quotes\//, "F4");
  await reach(page, "#consent");
  await page.keyboard.press("Space");
  await go(/\/market\/orders/, "F4");
  assert.deepEqual(own.complaints, []);
  await own.context.close();
}

const focused = (page) => page.evaluate(() => document.activeElement?.id ?? "");

async function byKeyboard(open, t) {
  const own = await open();
  const { page } = own;
  await emptyCart(page);
  assert.equal(await focused(page), "q", "the search has the focus");
  const keys = keyboard(page);
  await keys.type("copy");
  await keys.press("Enter");
  await page.locator("#cart tbody tr").waitFor();
  assert.equal(await focused(page), "q", "the search has the focus again");
  await keys.press("F9");
  await receiptNumber(page);
  await keys.press("Enter");
  await page.waitForURL(/\/counter$/);
  assert.equal(await focused(page), "q", "the next customer may come");
  t.diagnostic(`${keys.count()} keys`);
  assert.ok(keys.count() <= KEYS_OF_A_SIMPLE_SALE_MAX, `${keys.count()} keys`);
  assert.deepEqual(own.complaints, []);
  await own.context.close();
}

/** From the page on which sign-in ends: F2 to the counter, a digit and Enter for what is given most, F9 for exact cash. */
async function byFavourite(open, t) {
  const own = await open();
  const { page } = own;
  await emptyCart(page);
  await page.goto("/");
  const keys = keyboard(page);
  await keys.press("F2");
  await page.waitForURL(/\/counter$/);
  await page.locator(".hit").first().waitFor();
  const service = await page.locator(".hit").first().getAttribute("value");
  assert.equal(service, PHOTOCOPY, "the photocopy is given most");
  await keys.type("1");
  await page.keyboard.press("Enter");
  await page.locator("#cart tbody tr").waitFor();
  await keys.press("F9");
  await receiptNumber(page);
  t.diagnostic(`${keys.count()} keys and Enter`);
  assert.ok(keys.count() <= KEYS_OF_A_REPEAT_MAX, `${keys.count()} keys`);
  assert.deepEqual(own.complaints, []);
  await own.context.close();
}

async function heldByKeyboard(open) {
  const own = await open();
  const { page } = own;
  await emptyCart(page);
  await take(page, PHOTOCOPY, "3*");
  await page.goto("/counter");
  await page.keyboard.press("F7");
  await page.locator("#cart .empty").waitFor();
  await page.keyboard.press("F8");
  await page.waitForURL(/\/counter\/held$/);
  await page.keyboard.press("F8");
  await page.waitForURL(/\/counter$/);
  assert.equal(await page.locator("#cart tbody tr").count(), 1, "the cart is back");
  assert.deepEqual(own.complaints, []);
  await emptyCart(page);
  await own.context.close();
}

/** Goes on with Tab until the focus is there. */
async function tabTo(page, keys, selector) {
  for (let n = 0; n < 40; n += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await keys.press("Tab");
  }
  assert.fail(`Tab never comes to ${selector}`);
}

async function formByKeyboard(open) {
  const own = await open();
  const { page } = own;
  await emptyCart(page);
  const keys = keyboard(page);
  await keys.type("passport fee");
  await page.locator('.hit[value="G043"]').waitFor();
  await keys.press("Enter");
  await page.locator("form[data-form]").waitFor();
  for (const [key, answer] of Object.entries(sampleOf("G043"))) {
    const field = `[name="a.${key}"]`;
    await tabTo(page, keys, field);
    const radio = await page.evaluate(() => document.activeElement.type === "radio");
    if (!radio) await keys.type(String(answer));
    else {
      await keys.press("Space");
      for (let n = 0; n < 9 && !(await page.locator(`${field}[value="${answer}"]`).isChecked()); n += 1) await keys.press("ArrowDown");
    }
  }
  await keys.press("Control+Enter");
  await page.waitForURL(/\/counter(\?.*)?$/);
  await page.locator("#tendered").waitFor();
  await keys.press("F4");
  assert.equal(await focused(page), "tendered", "F4 goes to the money");
  await keys.type("5000");
  await keys.press("F4");
  await receiptNumber(page);
  assert.deepEqual(own.complaints, []);
  await own.context.close();
}

async function withoutScript(open) {
  const own = await open({ script: false });
  const { page } = own;
  await emptyCart(page);
  await page.fill("#q", "2*photocopy");
  await press(page, "form.search button");
  await press(page, `.hit[value="${PHOTOCOPY}"]`);
  assert.equal(await page.locator("#cart tbody tr").count(), 1);
  await page.goto("/counter/find?q=citizenship");
  await press(page, ".hit");
  if (!(await page.locator("form[data-form]").count())) await press(page, "#cart a[href*=form]");
  await fill(page, sampleOf("G009"));
  await press(page, "form[data-form] [data-finish]");
  await page.fill("#tendered", "১০০");
  await press(page, "#pay [data-finish]");
  await receiptNumber(page);
  assert.deepEqual(own.complaints, []);
  await own.context.close();
}

/** Two presses within one breath, and the same form posted once more afterwards, as a browser does after "back". */
async function pressedTwice(open) {
  const own = await open();
  const { page } = own;
  await emptyCart(page);
  await take(page, PHOTOCOPY);
  const posted = await page.evaluate(() => Object.fromEntries(new FormData(document.querySelector("#pay"))));
  await page.locator("#pay [data-finish]").dblclick();
  const number = await receiptNumber(page);
  const headers = { origin: new URL(page.url()).origin };
  const again = await page.context().request.post("/counter/pay", { form: posted, headers, maxRedirects: 0 });
  assert.equal(again.status(), 303, await again.text());
  assert.ok(again.headers().location.includes(number), `${again.headers().location} is not ${number}`);
  await own.context.close();
}

async function change(open) {
  const own = await open({ lang: "en" });
  const { page } = own;
  await emptyCart(page);
  await take(page, PHOTOCOPY, "6*");
  await page.fill("#tendered", "10");
  assert.match(await page.innerText("#change"), /Still missing\s*৳\s*2/);
  await page.fill("#tendered", "");
  await page.click("[data-note='500']");
  assert.match(await page.innerText("#change"), /Give back[\s\S]*৳\s*488/);
  assert.match(await page.innerText("#change"), /200 × 2 \+ 50 × 1 \+ 20 × 1 \+ 10 × 1 \+ 5 × 1 \+ 2 × 1 \+ 1 × 1/);
  const broken = await page.locator("#change .mute .num").evaluateAll((all) => all.filter((one) => one.getClientRects().length > 1).length);
  assert.equal(broken, 0, "no pile of notes is broken over two lines");
  await emptyCart(page);
  await own.context.close();
}

async function byDigit(open) {
  const own = await open();
  const { page } = own;
  await emptyCart(page);
  await Promise.all([page.waitForResponse(/find\?q=jonmo$/), page.keyboard.type("jonmo")]);
  await page.locator('.hit[value="G001"]').waitFor();
  const second = await page.locator(".hit").nth(1).locator("b").first().innerText();
  await page.keyboard.press("2");
  await page.waitForURL(/\/counter\/forms\//);
  assert.equal(await page.innerText("h1"), second, "the second hit was taken");
  await emptyCart(page);
  await own.context.close();
}

async function language(stage) {
  const own = await stage.window({ lang: "bn" });
  const { page } = own;
  await page.goto("/check?number=1");
  await press(page, "header a[hreflang=en]");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.equal(new URL(page.url()).pathname, "/check");
  assert.equal(await page.inputValue("#number"), "1", "what was asked for is still there");
  await page.goto("/sign-in");
  assert.equal(await page.getAttribute("html", "lang"), "en", "it stays");
  await press(page, "header a[hreflang=bn]");
  assert.equal(await page.getAttribute("html", "lang"), "bn");
  await own.context.close();
}

/** The bar of a phone is short; what stands on the rail and the status bar of a wide screen must still be within reach. */
async function onPhone(open) {
  const own = await open({ size: "narrow" });
  const { page } = own;
  await page.goto("/");
  const more = page.locator(".rail .more summary");
  if (await more.isVisible()) await more.click();
  const account = page.locator("a[href='/account']:visible").first();
  assert.ok(await account.count(), "a way to the account can be seen");
  const { width, height } = await account.boundingBox();
  assert.ok(width >= 48 && height >= 48, `a thumb hits it: ${width} x ${height}`);
  await account.click();
  await page.waitForURL(/\/account$/);
  assert.ok(await page.locator("form[action='/sign-out'] button:visible").count(), "a way out can be seen");
  await own.context.close();
}
