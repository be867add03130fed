// One full day of one centre, with both of its entrepreneurs, its chairman and its officers: opened, twenty services, one
// correction, one reversal, approvals, a handover by one-time code, providers that fail, the shift, the close. At the end
// everything adds up: the drawer, the registers, the trial balance, the journal itself.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dayInDhaka, fill, press, receiptNumber, sampleOf, takaOf, take } from "./counter.js";
import { foundCentre } from "./founding.js";
import { rowsOf } from "./house.js";
import { journey } from "./journey.js";

const NOTES = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
const MOTHER = { mobile: "01712000011", name: "রহিমা বেগম" };
const OPENING = 3_000; // what the owner puts into the new drawer

export function day(stage) {
  journey(stage, "a full day of a centre", {
    people: ["woman", "man", "chairman", "admin", "supervisor"],
    begin,
    meant: /status of 422/,
    steps: {
      she_counts_the_empty_drawer_and_puts_change_into_it: opens,
      the_float_is_asked_for_and_approved_by_somebody_else: fillsFloat,
      eight_services_go_over_the_counter: overTheCounter,
      four_services_take_a_form_and_one_its_papers: withForms,
      who_comes_from_outside_pays_the_official_fee_alone: fromOutside,
      the_chairman_sends_one_back_and_approves_one: chairmanDecides,
      what_was_sent_back_is_mended_and_approved: corrected,
      a_certificate_is_handed_over_by_a_code_on_the_telephone: handedOver,
      at_noon_the_drawer_is_counted_and_passes_to_him: shiftChanges,
      bills_and_wallets_move_their_amounts: transfers,
      a_provider_that_fails_gives_everything_back: providerFails,
      an_answer_that_is_lost_is_asked_for_and_found: answerLost,
      a_photo_taken_twice_is_reversed: reverses,
      paper_is_bought_from_the_drawer_and_used: stock,
      a_row_of_the_paper_register_comes_in: fromPaper,
      the_upazila_visits: inspected,
      he_counts_blind_and_closes_and_nothing_is_missing: closes,
      a_closed_day_takes_nothing_more: stayClosed,
      four_registers_and_the_income_register_add_up_to_the_trial_balance: addsUp,
      verify_is_clean_before_and_after_a_rebuild: verified,
    },
  });
}

async function begin(stage) {
  const d = { taka: 0, receipts: [], cases: {}, ...(await foundCentre(stage)) };
  for (const who of ["woman", "man", "chairman"]) d[who] = await d.windowOf(who);
  d.admin = await stage.windowOf("administrator");
  d.supervisor = await stage.windowOf("upazila_supervisor");
  return d;
}

/** Counts so many taka: as few notes as there are. */
async function count(page, taka) {
  let left = taka;
  for (const note of NOTES) {
    const pieces = Math.floor(left / note);
    left -= pieces * note;
    await page.fill(`[name="n${note}"]`, String(pieces));
  }
  assert.equal(left, 0, `${taka} taka can be counted in notes`);
}

/** Takes the money of the cart, exact or with this note, and notes the receipt. */
async function pays(d, page, { tendered = "", services = 1 } = {}) {
  await page.goto("/counter");
  const total = takaOf(await page.locator("#pay .total").innerText());
  if (tendered) await page.fill("#tendered", tendered);
  await press(page, "#pay [data-finish]");
  const number = await receiptNumber(page);
  if (tendered) assert.equal(takaOf(await page.locator(".changebig b").innerText()), takaOf(tendered) - total, "the change");
  d.taka += total;
  for (let n = 0; n < services; n += 1) d.receipts.push(number);
  return { number, total };
}

async function customer(page, { mobile, name }, texts = true) {
  await page.goto("/counter");
  await page.keyboard.press("F2");
  await page.fill("#mobile", mobile);
  await page.fill("#name", name);
  if (texts) await page.check("#texts");
  await Promise.all([page.waitForResponse(/counter\/customer/), page.locator(".who-for form button").click()]);
  await page.locator("#cart-title", { hasText: name }).waitFor();
}

async function opens(d) {
  const { page } = d.woman;
  await page.goto("/");
  await press(page, "a[href='/counter/day/open']");
  await count(page, 0);
  await press(page, "[data-finish]");
  await page.goto("/counter/day/cash");
  await page.check("[name=kind][value=paid_in]");
  await page.fill("#amount", String(OPENING));
  await press(page, "[data-finish]");
  d.taka += OPENING;
  await page.goto("/counter/day");
  assert.match(await page.innerText(".day-bar"), /শিউলি আক্তার/, "she has the drawer");
}

async function fillsFloat(d) {
  const { page } = d.woman;
  await page.goto(`/books/${d.centre}/float`);
  await page.fill("#amount", "20000");
  await page.selectOption("#bank", { index: 1 });
  await page.fill("#proof", "SHEULI-0001");
  await press(page, "form[action$='/float'] .btn");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
  const officer = d.admin.page;
  await officer.goto("/float");
  await press(officer, "main table a:has-text('শিউলিতলা')");
  await press(officer, "form:has([name=verdict][value=approve]) .btn");
  await page.goto(`/books/${d.centre}/float`);
  assert.equal(takaOf(await page.locator(".head .price").innerText()), 20_000);
}

async function overTheCounter(d) {
  const { page } = d.woman;
  const baskets = [
    [["C010", "4*"]], [["C008", "3*"]], [["C016"]], [["C012"], ["C010", "2*"]], [["C001", "2*"]], [["C013"]], [["G077"]],
  ];
  for (const [place, basket] of baskets.entries()) {
    for (const [code, quantity] of basket) await take(page, code, quantity);
    await pays(d, page, { tendered: place === 3 ? "100" : "", services: basket.length });
  }
  assert.equal(d.receipts.length, 8);
}

async function finishForm(page, code, changed = {}) {
  await take(page, code);
  await page.locator("form[data-form]").waitFor();
  await fill(page, { ...sampleOf(code), ...changed });
  await press(page, "form[data-form] [data-finish]");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
}

/** The case of a receipt, by the list. */
async function caseOf(page, number) {
  await page.goto("/counter/cases");
  for (const href of await page.locator("main table a").evaluateAll((all) => all.map((one) => one.getAttribute("href")))) {
    await page.goto(href);
    if (await page.locator(`a[href="/counter/receipts/${number}"]`).count()) return href.split("/").at(-1);
  }
  return assert.fail(`no case of ${number}`);
}

/** One move of a case, from its own page. */
async function move(page, number, to) {
  await page.goto(`/counter/cases/${number}`);
  await press(page, `a[href$="/move/${to}"]`);
  await press(page, "main form .btn");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
}

async function withForms(d) {
  const { page } = d.woman;
  await customer(page, MOTHER);
  await finishForm(page, "G009");
  const certificate = await pays(d, page, { tendered: "100" });
  await finishForm(page, "G003");
  const birth = await pays(d, page);
  await finishForm(page, "G031");
  await pays(d, page);
  await finishForm(page, "G043");
  await pays(d, page, { tendered: "5000" });
  d.cases.certificate = await caseOf(page, certificate.number);
  d.cases.birth = await caseOf(page, birth.number);
  await page.goto(`/counter/cases/${d.cases.birth}`);
  const scan = await page.locator("h1").screenshot();
  await page.setInputFiles("#picture", { name: "school.png", mimeType: "image/png", buffer: scan });
  await press(page, "form[enctype] .btn");
  assert.equal(await page.locator("main img").count(), 1, "the paper stands with the case");
  for (const one of ["certificate", "birth"]) await move(page, d.cases[one], "sent");
}

async function fromOutside(d) {
  const { page } = d.woman;
  await page.goto("/counter");
  await Promise.all([page.waitForResponse(/counter\/applicant/), page.click(".applicant [value=outside]")]);
  await finishForm(page, "G010");
  const { number, total } = await pays(d, page);
  assert.equal(total, 30, "the official fee alone");
  d.cases.outside = await caseOf(page, number);
  await move(page, d.cases.outside, "sent");
}

async function chairmanDecides(d) {
  const { page } = d.chairman;
  await page.goto("/");
  await press(page, ".rail a[href='/counter/approvals']");
  for (const one of ["certificate", "birth", "outside"]) {
    assert.equal(await page.locator(`a[href="/counter/cases/${d.cases[one]}"]`).count(), 1, `${one} waits for him`);
  }
  await page.goto(`/counter/cases/${d.cases.certificate}`);
  await press(page, "a[href$='/ready']");
  await press(page, "main form .btn");
  await page.goto(`/counter/cases/${d.cases.birth}`);
  await press(page, "a[href$='/correction_needed']");
  await page.locator("[name=reason]").first().check();
  await page.fill("#note", "স্কুলের নাম মেলে না");
  await press(page, "main form .btn");
  await page.goto("/counter/approvals");
  assert.equal(await page.locator(`a[href="/counter/cases/${d.cases.certificate}"]`).count(), 0, "it waits no longer");
}

async function corrected(d) {
  const { page } = d.woman;
  await page.goto(`/counter/cases/${d.cases.birth}`);
  assert.match(await page.innerText("main"), /স্কুলের নাম মেলে না/, "she reads why");
  await press(page, "a[href$='/correct']");
  await page.fill("[name='a.school_name']", "শিউলিতলা সরকারি প্রাথমিক বিদ্যালয়");
  await press(page, "form[data-form] [data-finish]");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
  const chairman = d.chairman.page;
  for (const one of ["birth", "outside"]) {
    await chairman.goto(`/counter/cases/${d.cases[one]}`);
    await press(chairman, "a[href$='/ready']");
    await press(chairman, "main form .btn");
  }
  assert.equal(await chairman.locator("main table a").count(), 0, "nothing waits for him any more");
}

async function handedOver(d, { house }) {
  const { page } = d.woman;
  await page.goto(`/counter/cases/${d.cases.certificate}`);
  await press(page, "a[href$='/hand-over']");
  const texts = () => readdirSync(join(house.data, "outbox")).filter((name) => name.startsWith("code"));
  const before = texts();
  await press(page, "form[action$='/code'] .btn");
  const [sent] = texts().filter((name) => !before.includes(name));
  const { to, text } = JSON.parse(readFileSync(join(house.data, "outbox", sent), "utf8"));
  assert.match(to, /1712000011$/, "to the applicant's own telephone");
  const [code] = text.match(/[0-9]{6}/);
  await page.fill("#code", code.split("").reverse().join("") === code ? "000000" : code.split("").reverse().join(""));
  await press(page, "form[action$='/hand-over'] .btn");
  assert.ok(await page.locator(".govuk-error-summary").isVisible(), "another code hands over nothing");
  await page.fill("#code", code);
  await press(page, "form[action$='/hand-over'] .btn");
  await page.goto(`/counter/cases/${d.cases.certificate}`);
  assert.match(await page.innerText(".facts"), /হাতে দেওয়া হয়েছে/);
}

async function shiftChanges(d) {
  const { page } = d.woman;
  await page.goto("/counter/day");
  await press(page, "a[href='/counter/day/shift']");
  await count(page, d.taka);
  await press(page, "button[value=count]");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
  await d.man.page.goto("/counter/day");
  assert.match(await d.man.page.innerText(".day-bar"), /কামাল হোসেন/, "he has the drawer now");
}

/** A transfer, both steps; answers the address of its state. */
async function transfer(page, code, amount, { tendered = "", changed = {} } = {}) {
  await page.goto(`/counter/transfers/new/${code}`);
  await fill(page, { ...sampleOf(code), ...changed });
  await page.fill("#amount", amount);
  await press(page, "form[data-form] [data-finish]");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
  const total = takaOf(await page.locator("form .price").innerText());
  if (tendered) await page.fill("#tendered", tendered);
  await press(page, "form[action='/counter/transfers'] [data-finish]");
  await page.waitForURL(/\/counter\/transfers\/[0-9]{7}\//);
  return { total, state: () => page.locator("#state .notice").first().innerText() };
}

async function transfers(d) {
  const { page } = d.man;
  const bill = await transfer(page, "P001", "490", { tendered: "1000" });
  assert.match(await bill.state(), /হয়ে গেছে|হয়েছে|পৌঁছ/);
  assert.equal(takaOf(await page.locator(".changebig b").innerText()), 500, "the change is counted");
  d.taka += bill.total;
  const filled = await transfer(page, "P017", "1000");
  d.taka += filled.total;
  const paid = await transfer(page, "P018", "2000");
  assert.equal(takaOf(await page.locator(".changebig b").innerText()), paid.total);
  d.taka -= paid.total;
  d.receipts.push("bill", "wallet in", "wallet out");
}

async function providerFails(d) {
  const { page } = d.man;
  const failed = await transfer(page, "P009", "1515");
  assert.match(await failed.state(), /হয়নি/);
  assert.equal(takaOf(await page.locator(".changebig b").innerText()), failed.total, "all of it is given back");
  d.receipts.push("failed deposit");
}

async function answerLost(d) {
  const { page } = d.man;
  const lost = await transfer(page, "P017", "1313");
  assert.match(await lost.state(), /হয়তো|জানা|নিশ্চিত/, "nobody knows yet");
  if (await page.locator("form[action$='/ask'] .btn").count()) await press(page, "form[action$='/ask'] .btn");
  assert.match(await lost.state(), /হয়ে গেছে|হয়েছে|পৌঁছ/, "the provider had done it");
  d.taka += lost.total;
  d.receipts.push("lost and found");
}

async function reverses(d) {
  const { page } = d.man;
  await take(page, "C016");
  const { number, total } = await pays(d, page);
  await press(page, `a[href="/counter/receipts/${number}/reverse"]`);
  await page.check("[name=reason][value=duplicate]");
  await press(page, "main form .btn.grave");
  d.taka -= total;
  await page.goto(`/check?number=${number}&code=${await checkCode(page, number)}`);
  assert.ok(await page.locator(".notice.bad, .notice.care").first().isVisible(), "who checks it is told");
}

async function checkCode(page, number) {
  await page.goto(`/counter/receipts/${number}`);
  return (await page.locator(".receipt .check").innerText()).trim();
}

async function stock(d) {
  const { page } = d.man;
  await page.goto("/counter/registers/stock?do=received");
  await page.selectOption("#item", "a4*500");
  await page.fill("#quantity", "1");
  await page.fill("#price", "460");
  await page.selectOption("#paid", "drawer");
  await press(page, "form:has([name=what][value=received]) .btn");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
  d.taka -= 460;
  await page.goto("/counter/registers/stock?do=used");
  await page.selectOption("#item", "a4*1");
  await page.fill("#quantity", "40");
  await press(page, "form:has([name=what][value=used]) .btn");
}

/** What was written on paper while the power was away: its money is in the drawer already. */
async function fromPaper(d, { house }) {
  const file = join(house.data, "paper.csv");
  writeFileSync(file, `date,service,mobile,quantity,official_fee,charge\n${dayInDhaka()},C010,,10,0,20\n`);
  const { code, said } = await house.command("import", "register", file, "--centre", d.centre);
  assert.equal(code, 0, said);
  assert.match(said, /1 rows entered/);
  d.taka += 20;
  d.receipts.push("from paper");
  const { page } = d.man;
  await page.goto("/counter/day");
  assert.equal(await page.locator("main tbody tr", { hasText: "ফটোকপি" }).count() > 0, true);
}

async function inspected(d) {
  const { page } = d.supervisor;
  await page.goto(`/supervise/centres/${d.centre}/inspect`);
  for (const field of await page.locator("main [type=radio][value=yes]").evaluateAll((all) => all.map((one) => one.id))) {
    await page.check(`#${field}`);
  }
  await page.check("#grade");
  await press(page, "main form .btn");
  assert.equal(await page.locator(".govuk-error-summary").count(), 0, await page.innerText("main"));
  assert.equal(new URL(page.url()).pathname, `/supervise/centres/${d.centre}`);
}

async function closes(d) {
  const { page } = d.man;
  assert.ok(d.receipts.length >= 20, `${d.receipts.length} services`);
  await page.goto("/counter/day");
  await press(page, "a[href^='/counter/day/close']");
  assert.equal((await page.innerText("main")).includes(d.taka.toLocaleString("bn-IN")), false, "nothing says what ought to be there");
  await count(page, d.taka);
  await press(page, "button[value=count]");
  const facts = await page.locator(".facts dd").evaluateAll((all) => all.map((one) => one.innerText));
  assert.deepEqual(facts.slice(0, 3).map(takaOf), [d.taka, d.taka, 0], "expected, counted, difference");
  await press(page, "form[action='/counter/day/close'] [data-finish]");
  await page.goto("/counter/day/z");
  assert.match(await page.innerText("main"), /মো. কামাল হোসেন/);
  const paper = await page.context().request.get(await page.locator("a[href*='/z/a4.pdf']").getAttribute("href"));
  assert.equal(paper.headers()["content-type"], "application/pdf");
}

async function stayClosed(d) {
  const { page } = d.woman;
  await take(page, "C010");
  await page.goto("/counter");
  await press(page, "#pay [data-finish]");
  assert.ok(await page.locator(".govuk-error-summary").isVisible(), "the day is locked");
}

/** A file of the house as rows. */
async function sheet(page, path) {
  const answer = await page.context().request.get(path);
  assert.equal(answer.status(), 200, path);
  return rowsOf(await answer.text());
}

/** The trial balance of the centre's book, as a program of theirs reads it: account to debits less credits, in poisha. */
async function trialBalance(d) {
  const { mobile, password } = d.people.man;
  const { request } = d.man.context;
  const { token } = await (await request.post("/api/v1/tokens", { data: { mobile, password } })).json();
  const answer = await request.get(`/api/v1/books/${d.centre}/trial-balance`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status(), 200);
  const { debits, credits, accounts } = await answer.json();
  assert.equal(debits, credits, "debits are credits");
  const net = accounts.map(({ account, debit, credit }) => [account, debit - credit]);
  return (...begins) => net.filter(([account]) => begins.some((one) => account.startsWith(one))).reduce((sum, [, poisha]) => sum + poisha, 0);
}

const poisha = (text) => Math.round(Number(text.replaceAll(",", "")) * 100);

async function addsUp(d) {
  const { page } = d.admin;
  const net = await trialBalance(d);
  assert.equal(net("E:drawer"), d.taka * 100, "the drawer is what was counted");
  assert.equal(net("E:float"), -net("P:float"), "the float is the same on both sides");
  const month = dayInDhaka().slice(0, 7);
  const register = (name) => sheet(page, `/counter/registers/${name}?centre=${d.centre}&month=${month}&format=csv&lang=en`);
  // Income and expenditure: line by line, and in sum, what the shop's own accounts say.
  const lines = await sheet(page, `/books/${d.centre}/income-expenditure.csv?month=${month}&lang=en`);
  const total = lines.pop();
  const sum = (column) => lines.reduce((all, line) => all + poisha(line[column]), 0);
  const earned = -net("E:commission", "E:partner_income", "E:service_income", "E:over");
  assert.deepEqual([poisha(total.Income), poisha(total.Expenditure)], [earned, net("E:expense")]);
  assert.deepEqual([sum("Income"), sum("Expenditure")], [earned, net("E:expense")], "its lines");
  // Stock: the packet that was bought is the expense for paper; forty sheets went out.
  const moved = (await register("stock")).map((row) => [row.In, row.Out, row["On hand"], poisha(row.Price)]);
  assert.deepEqual(moved, [["500", "0", "500", net("E:expense:paper")], ["0", "40", "460", 0]]);
  // Attendance: both were at the counter; hers ends before his.
  const attended = await register("attendance");
  assert.deepEqual(attended.map(({ Name, Attendance }) => [Name, Attendance]), [[d.people.woman.name, "Present"], [d.people.man.name, "Present"]]);
  assert.ok(attended[0]["First act"] <= attended[1]["First act"]);
  // Inspections: the one visit, and nothing was wrong.
  assert.deepEqual((await register("inspections")).map(({ Grade, "Not right": wrong }) => [Grade, wrong]), [["A", "All was right"]]);
  // The day's receipts: their official fees are what is owed to the agencies.
  await page.goto(`/counter/day?centre=${d.centre}`);
  const [official] = await page.locator("tfoot td").allInnerTexts();
  assert.equal(takaOf(official) * 100, -net("P:fee"));
}

async function verified(d, { house }) {
  const beside = await house.command("verify");
  assert.equal(beside.code, 0, beside.said);
  assert.match(beside.said, /: clean/);
  await house.whileShut(async () => {
    const rebuilt = await house.command("rebuild");
    assert.equal(rebuilt.code, 0, rebuilt.said);
    const again = await house.command("verify");
    assert.equal(again.code, 0, again.said);
  });
  const { page } = d.man;
  await page.goto("/counter/day/z");
  assert.match(await page.innerText("main"), /মো. কামাল হোসেন/, "the closed day is what it was");
}
