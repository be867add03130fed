// A centre from nothing: an administrator opens it at a union that has none, registers its two entrepreneurs and its
// chairman, and each of them turns a one-time code into a password. So a test has a centre of its own, with no entry yet.
import assert from "node:assert/strict";
import { openWindow } from "./browser.js";
import { press } from "./counter.js";
import { totp } from "./totp.js";

/** Fills a form of one thing and sends it. */
async function give(page, path, fields) {
  await page.goto(path);
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`);
    if ((await field.evaluate((one) => one.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await press(page, "main form .btn");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, `${path}: ${await page.innerText("main")}`);
}

/** Registers a person; answers the one-time code and the address of their page. */
async function register(page, place, { name, mobile, sex }) {
  await give(page, `/people/new?place=${place}`, { name, mobile, sex });
  const code = (await page.locator(".check").innerText()).trim();
  const href = await page.locator(".trail a").getAttribute("href");
  return { name, mobile, code, href };
}

/** The one-time code becomes a password, and the person signs in; an officer takes an authenticator on the way. */
async function enter(stage, person) {
  const { mobile, code } = person;
  const { page, context } = await openWindow(stage.browser, stage.house);
  const password = `new ${mobile} sheuli`;
  person.password = password;
  await page.goto("/welcome");
  await page.fill("#code", code);
  await page.fill("#password", password);
  await press(page, "main form button");
  if (await page.locator("#mobile").count()) {
    await page.fill("#mobile", mobile);
    await page.fill("#password", password);
    await press(page, "main form button");
  }
  if (await page.locator("[name=enrol]").count()) {
    const secret = await page.locator(".check").innerText();
    await page.fill("#code", totp(secret));
    await press(page, "main form button");
  }
  assert.ok(await page.locator(".rail").count(), `${mobile} is in: ${await page.innerText("main")}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Opens a centre with one woman at its counter, in the upazila of the demo's first supervisor: what is done to it touches
 * nobody who signs in. Answers its code. */
export async function openCentre(stage) {
  const { page, context } = await stage.windowOf("administrator");
  const upazila = stage.person("upazila_supervisor").place;
  await page.goto(`/centres/new?place=${upazila}`);
  const union = await page.locator("#place option:not([value=''])").first().getAttribute("value");
  await give(page, `/centres/new?place=${upazila}`, { place: union, name_bn: "কদমতলা ডিজিটাল সেন্টার", name_en: "Kadamtala Digital Centre" });
  const centre = new URL(page.url()).pathname.split("/").at(-1);
  const { mobile } = await register(page, union, { name: "কুসুম বেগম", mobile: "01300090011", sex: "woman" });
  await give(page, `/centres/${centre}/seats/woman`, { mobile, stamp: "KADAM-woman" });
  await context.close();
  return centre;
}

/** Founds a centre in the upazila of the demo's first supervisor; answers its code, its union and who may sign in. */
export async function foundCentre(stage) {
  const { page, context } = await stage.windowOf("administrator");
  const upazila = stage.person("upazila_supervisor").place;
  await page.goto(`/centres/new?place=${upazila}`);
  const union = await page.locator("#place option").last().getAttribute("value");
  await give(page, `/centres/new?place=${upazila}`, { place: union, name_bn: "শিউলিতলা ডিজিটাল সেন্টার", name_en: "Sheulitala Digital Centre" });
  const centre = new URL(page.url()).pathname.split("/").at(-1);
  const people = {
    woman: await register(page, union, { name: "শিউলি আক্তার", mobile: "01300090001", sex: "woman" }),
    man: await register(page, union, { name: "মো. কামাল হোসেন", mobile: "01300090002", sex: "man" }),
    chairman: await register(page, union, { name: "মো. রফিকুল ইসলাম", mobile: "01300090003", sex: "man" }),
  };
  for (const seat of ["woman", "man"]) {
    await give(page, `/centres/${centre}/seats/${seat}`, { mobile: people[seat].mobile, stamp: `SHEULI-${seat}` });
  }
  // Agent banking needs a course: he passed it, and an officer saw the certificate.
  await give(page, `${people.man.href}/courses`, { course: "agent_banking", proof: "ABT 2026/117" });
  await give(page, `${people.chairman.href}/grants`, { role: "chairman", place: union });
  await context.close();
  const signedIn = {};
  for (const [who, person] of Object.entries(people)) signedIn[who] = await enter(stage, person);
  const windowOf = (who, options = {}) => openWindow(stage.browser, stage.house, { ...options, as: signedIn[who] });
  return { centre, union, people, windowOf };
}
