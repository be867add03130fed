// Things done wrong on purpose: each is answered in words, beside the field, and nothing is half done.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PHOTOCOPY, emptyCart, press, take } from "./counter.js";

export function wrongs(stage) {
  const counter = (options) => stage.windowOf("entrepreneur", options, 1);
  describe("done wrong", () => {
    test("too_little_money_is_refused_beside_the_field_and_the_cart_stays", async () => {
      const own = await counter({ script: false });
      const { page } = own;
      await emptyCart(page);
      await page.goto(`/counter/find?q=${PHOTOCOPY}`);
      await press(page, ".hit");
      await page.fill("#tendered", "1");
      await press(page, "#pay [data-finish]");
      assert.ok(await page.locator("#tendered-error").isVisible());
      assert.equal(await page.inputValue("#tendered"), "1", "what was typed is kept");
      assert.match(await page.title(), /^(ভুল|Error)/, "the title says so");
      await emptyCart(page);
      await own.context.close();
    });
    test("a_fault_has_the_focus_and_leads_to_its_field", async () => {
      const own = await counter();
      const { page } = own;
      await emptyCart(page);
      await take(page, "G009");
      await press(page, "form[data-form] [data-finish]");
      assert.ok(await page.evaluate(() => document.activeElement.matches(".govuk-error-summary")), "the summary has the focus");
      await page.locator(".govuk-error-summary a").first().click();
      assert.ok(await page.evaluate(() => document.activeElement.matches("input, select, textarea")), "its link leads to a field");
      await emptyCart(page);
      await own.context.close();
    });
    test("what_is_missing_is_said_by_the_page_in_the_readers_language", async () => {
      const { centre } = stage.person("entrepreneur");
      const forms = {
        entrepreneur: ["/market/sellers/new"],
        catalogue_manager: ["/counter/catalogue/new", "/counter/catalogue/sheet"],
        administrator: [`/supervise/centres/${centre}/suspend`, "/people/new?place=bd"],
      };
      for (const [role, paths] of Object.entries(forms)) {
        const own = await stage.windowOf(role);
        for (const path of paths) {
          await own.page.goto(path);
          await press(own.page, "main form .btn");
          const said = own.page.locator(".govuk-error-summary");
          assert.ok(await said.isVisible(), path);
          assert.match(await said.innerText(), /[ঀ-৿]/, path);
        }
        await own.context.close();
      }
    });
    test("a_form_from_elsewhere_changes_nothing", async () => {
      const own = await counter();
      const { page } = own;
      await emptyCart(page);
      const headers = { origin: "http://elsewhere.example" };
      const token = await page.locator("[name=csrf]").first().inputValue();
      const form = { csrf: token, service: PHOTOCOPY, quantity: "1" };
      const forged = await page.context().request.post("/counter/cart", { form, headers, maxRedirects: 0 });
      assert.ok([403, 422].includes(forged.status()), `${forged.status()}`);
      const own_origin = { origin: new URL(page.url()).origin };
      const bare = await page.context().request.post("/counter/cart", { form: { ...form, csrf: "" }, headers: own_origin, maxRedirects: 0 });
      assert.ok([403, 422].includes(bare.status()), `${bare.status()}`);
      await page.goto("/counter");
      assert.equal(await page.locator("#cart tbody tr").count(), 0);
      await own.context.close();
    });
    test("another_centres_receipt_is_not_found", async () => {
      const mine = stage.person("entrepreneur");
      const others = stage.house.people.findIndex((one) => one.role === "entrepreneur" && one.centre !== mine.centre);
      assert.ok(others > 0, "the demo has more than one centre");
      const nth = stage.house.people.filter((one) => one.role === "entrepreneur").indexOf(stage.house.people[others]);
      const own = await stage.windowOf("entrepreneur", {}, nth);
      await emptyCart(own.page);
      await take(own.page, PHOTOCOPY);
      await press(own.page, "#pay [data-finish]");
      const path = new URL(own.page.url()).pathname;
      const stranger = await counter();
      assert.equal((await stranger.page.goto(path)).status(), 404);
      await own.context.close();
      await stranger.context.close();
    });
    test("signed_out_is_signed_out", async () => {
      const person = stage.house.people.filter((one) => one.role === "entrepreneur").at(-1);
      const own = await stage.window();
      const { page } = own;
      await page.goto("/counter");
      assert.match(page.url(), /\/sign-in\?next=/);
      await page.fill("#mobile", person.mobile);
      await page.fill("#password", person.password);
      await press(page, "main form button");
      assert.equal(new URL(page.url()).pathname, "/counter", "on to where one wanted to go");
      const cookies = (await own.context.cookies()).filter(({ name }) => name.includes("haat") && name !== "haat_lang");
      assert.deepEqual(cookies.map(({ httpOnly, sameSite, expires }) => [httpOnly, sameSite, expires]), [[true, "Lax", -1]]);
      await press(page, "form[action='/sign-out'] button");
      await own.context.addCookies(cookies); // whoever kept the cookie has nothing
      await page.goto("/counter");
      assert.match(page.url(), /\/sign-in/);
      const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length]);
      assert.deepEqual(kept, [0, 0], "nothing is kept in the browser");
      await own.context.close();
    });
  });
}
