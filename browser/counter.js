// The counter as a hand works it, for the tests of several files.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { rowsOf } from "./house.js";

export const PHOTOCOPY = "C010";
const SERVICES = new URL("../rooms/counter/services/", import.meta.url);
const FORMS = new Map(rowsOf(readFileSync(new URL("catalogue.csv", SERVICES), "utf8")).map(({ code, form }) => [code, form]));
const DAY_MS = 86_400_000;

/** The number in these words, whatever digits it is written in. */
export const takaOf = (text) => Number(text.replace(/[০-৯]/g, (digit) => "০১২৩৪৫৬৭৮৯".indexOf(digit)).replace(/[^0-9.-]/g, ""));

/** The day in Dhaka, so many days from now, as an input of dates has it. */
export function dayInDhaka(days = 0) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Dhaka" }).format(new Date(Date.now() + days * DAY_MS));
}

/** Takes a service by its code; answers when it stands in the cart or its form is open. */
export async function take(page, code, quantity = "") {
  await page.goto(`/counter/find?q=${encodeURIComponent(`${quantity}${code}`)}`);
  const before = await page.locator("#cart .lines").innerText();
  await page.locator(`.hit[value="${code}"]`).click();
  const taken = (old) => location.pathname.startsWith("/counter/forms/") || document.querySelector("#cart .lines")?.innerText !== old;
  await page.waitForFunction(taken, before);
  await page.waitForLoadState();
}

/** Empties the cart, so that a test begins at a clean counter; with or without script. */
export async function emptyCart(page) {
  await page.goto("/counter");
  const csrf = await page.locator("[name=csrf]").first().inputValue();
  const headers = { origin: new URL(page.url()).origin };
  for (const line of await page.locator("#cart .qty [name=line]").evaluateAll((all) => all.map((one) => one.value))) {
    await page.context().request.post("/counter/line", { form: { csrf, line, quantity: "0" }, headers });
  }
  await page.goto("/counter");
  assert.equal(await page.locator("#cart .qty").count(), 0, "the cart is empty");
}

/** The answers that the catalogue keeps as the sample of this service's form; its days are counted from today. */
export function sampleOf(code) {
  const sample = JSON.parse(readFileSync(new URL(`forms/samples/${FORMS.get(code)}.json`, SERVICES), "utf8"));
  const dated = (answer) => /^today([+-]\d+)?$/.test(answer) ? dayInDhaka(Number(answer.slice(5))) : answer;
  return Object.fromEntries(Object.entries(sample).map(([key, answer]) => [key, dated(answer)]));
}

/** Fills a form with these answers, field by field, as a person does: what appears because of one answer comes after it. */
export async function fill(page, answers) {
  for (const [key, answer] of Object.entries(answers)) {
    const field = page.locator(`[name="a.${key}"]`);
    const kind = await field.first().evaluate((one) => (one.tagName === "SELECT" ? "select" : one.type));
    if (kind === "select") await field.selectOption(String(answer));
    else if (kind === "radio" || kind === "checkbox") {
      for (const one of [answer].flat().flatMap((text) => String(text).split(" "))) {
        await page.locator(`[name="a.${key}"][value="${one}"]`).check();
      }
    } else await field.fill(String(answer));
  }
}

/** Presses a button and waits for the page that follows. */
export async function press(page, selector) {
  await Promise.all([page.waitForEvent("framenavigated"), page.locator(selector).first().click()]);
  await page.waitForLoadState();
}

/** The number of the receipt on the page. */
export async function receiptNumber(page) {
  await page.waitForURL(/\/counter\/receipts\//);
  const number = (await page.locator(".receipt .no").innerText()).trim();
  assert.match(number, /^[0-9]{7}-[0-9]{6}-[0-9A-Z]{3}-[0-9]{3,}$/);
  return number;
}
