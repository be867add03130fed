// The screens of who keeps the catalogue and of who suspends a centre, as `screens.js` looks at them.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { press } from "./counter.js";
import { openCentre } from "./founding.js";
import { sitting } from "./screens.js";

const EDIT_BYTES_MAX = 40 * 1024; // every field of a service with all that may be chosen
const SERVICE = "G009";

export function keepers(stage, options) {
  catalogue(stage, options);
  suspension(stage, options);
}

/** A form that was refused says so on top; a browser notes every 422 on its console. */
async function refused(page, own, button = "main form .btn") {
  await press(page, button);
  own.complaints.length = 0;
  assert.ok(await page.locator(".govuk-error-summary").isVisible(), "the fault stands on top");
}

/** The catalogue's sheet with one service renamed and one new row that lacks its name. */
async function sheet(page) {
  const answer = await page.context().request.get("/counter/catalogue/sheet?format=csv");
  const lines = (await answer.text()).trimEnd().split(/\r?\n/);
  const [at, name] = ["version", "name_bn"].map((head) => lines[0].split(",").indexOf(head));
  const place = lines.findIndex((line) => line.startsWith("C010,"));
  assert.ok(at > 0 && name > 0 && place > 0, lines[0]);
  const cells = lines[place].split(",");
  const row = (changed) => cells.map((cell, n) => changed[n] ?? cell).join(",");
  lines[place] = row({ [name]: `${cells[name]} (সাদাকালো)` });
  lines.push(row({ 0: "C999", [at]: "0", [name]: "" }));
  return { name: "catalogue.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) };
}

function catalogue(stage, options) {
  const base = "/counter/catalogue";
  const drop = (page) => press(page, `form[action='${base}/changes/drop'] button`);
  describe("for who keeps the catalogue", () => sitting(options, () => stage.windowOf("catalogue_manager", options), {
    "catalogue-as-its-keeper-sees-it": (page) => page.goto(base),
    "service-edit": async (page, own) => {
      own.htmlMax = EDIT_BYTES_MAX;
      await page.goto(`${base}/${SERVICE}/edit`);
    },
    "service-edit-wrong": async (page, own) => {
      await page.fill("#name_bn", "");
      await page.fill("#note", "নাম ছোট করা হলো");
      await refused(page, own, "main form[enctype] .btn");
    },
    "service-changes": async (page, own) => {
      delete own.htmlMax;
      await page.fill("#name_bn", "নাগরিকত্ব ও চারিত্রিক সনদ");
      await page.fill("#sla_days", options.lang === "bn" ? "২" : "2");
      await page.fill("#documents", `${await page.inputValue("#documents")}\nহোল্ডিং করের রসিদ | Holding tax receipt`);
      await press(page, "main form[enctype] .btn");
      assert.equal(new URL(page.url()).pathname, `${base}/changes`, await page.innerText("main"));
      assert.ok(await page.locator("main table tbody tr").count() >= 3, "each change in a row");
    },
    "service-changes-none": async (page) => {
      await drop(page);
      await page.goto(`${base}/changes`);
    },
    "service-new": async (page, own) => {
      own.htmlMax = EDIT_BYTES_MAX;
      await page.goto(`${base}/new`);
    },
    "sheet": async (page, own) => {
      delete own.htmlMax;
      await page.goto(`${base}/sheet`);
    },
    "sheet-wrong": (page, own) => refused(page, own, "main form[enctype] .btn"),
    "sheet-changes": async (page) => {
      await page.setInputFiles("#file", await sheet(page));
      await page.fill("#note", "ফটোকপির নাম");
      await press(page, "main form[enctype] .btn");
      assert.ok(await page.locator("form[action$='/changes'] button").count(), await page.innerText("main"));
      assert.ok((await page.innerText("main")).includes("C999"), "the row that was left out is named");
    },
    "catalogue-again": drop,
  }));
}

function suspension(stage, options) {
  let centre;
  const page_of = () => `/supervise/centres/${centre}`;
  const reinstate = async (page) => {
    await press(page, `form[action='${page_of()}/reinstate'] button`);
    assert.equal(await page.locator(`form[action='${page_of()}/reinstate']`).count(), 0, "nothing is suspended");
  };
  const suspend = async (page) => {
    await page.fill("#reason", "ভুয়া জন্ম সনদের অভিযোগ তদন্ত হচ্ছে");
    await page.selectOption("#to", stage.person("entrepreneur").centre);
    await press(page, "main form .btn.grave");
    assert.equal(new URL(page.url()).pathname, page_of(), await page.innerText("main"));
  };
  describe("for who suspends", () => sitting(options, () => stage.windowOf("administrator", options), {
    "suspend": async (page) => {
      centre = await stage.once(openCentre);
      await page.goto(`${page_of()}/suspend`);
    },
    "suspend-wrong": (page, own) => refused(page, own, "main form .btn.grave"),
    "centre-suspended": suspend,
    "area-suspended": (page) => page.goto(`/supervise/${stage.person("district_supervisor").place}/suspended`),
    "centre-reinstated": async (page) => {
      await page.goto(page_of());
      await reinstate(page);
    },
    "suspend-seat": async (page) => {
      await page.goto(`${page_of()}/suspend?seat=woman`);
      assert.ok(await page.locator("#what-woman").isChecked());
    },
    "seat-suspended": suspend,
    "seat-reinstated": reinstate,
  }));
}
