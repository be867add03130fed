// The screens of the day, the registers, transfers, complaints and offices, as `screens.js` looks at them.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { dayInDhaka, fill, press, receiptNumber, sampleOf, take } from "./counter.js";
import { sitting } from "./screens.js";

const WALLET = "P017";
const PRICES_BYTES_MAX = 80 * 1024; // every service there is: a list that is meant for paper

export function offices(stage, options) {
  const seen = { complaint: null, unlike: null };
  counterOfTheDay(stage, options);
  moneyThatMoves(stage, options);
  complaints(stage, options, seen);
  registers(stage, options);
  chairman(stage, options);
  supervisor(stage, options);
  programme(stage, options);
}

const centreOf = (stage) => stage.person("entrepreneur").centre;

function counterOfTheDay(stage, options) {
  describe("for the day", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "day-open": (page) => page.goto("/counter/day/open"),
    "day-cash": (page) => page.goto("/counter/day/cash"),
    "day-cash-wrong": async (page, own) => {
      await press(page, "[data-finish]");
      own.complaints.length = 0; // 422
      assert.ok(await page.locator(".govuk-error-summary").isVisible());
    },
    "day-shift": (page) => page.goto("/counter/day/shift"),
    "day-x": (page) => page.goto("/counter/day/x"),
    "day-close": (page) => page.goto("/counter/day/close"),
    "day-counted": async (page) => {
      await page.fill("[name=n100]", "7");
      await press(page, "button[value=count]");
      assert.ok(await page.locator("form[action='/counter/day/close']").count(), "expected beside counted");
    },
    "day-yesterday": (page) => page.goto(`/counter/day?day=${dayInDhaka(-1)}`),
    "day-z": async (page) => {
      await page.goto(`/counter/day/z?day=${dayInDhaka(-1)}`);
      assert.ok(await page.locator(".report").count(), "yesterday was closed");
    },
    "held": async (page) => {
      await take(page, "C010", "3*");
      await page.goto("/counter");
      await page.keyboard.press("F7");
      await page.locator("#cart .empty").waitFor();
      await page.goto("/counter/held");
    },
    "held-none": async (page) => {
      await page.keyboard.press("F8");
      await page.waitForURL(/\/counter$/);
      for (const out of await page.locator("#cart .qty button").first().all()) await out.click();
      await page.goto("/counter/held");
    },
    "prices": async (page, own) => {
      own.htmlMax = PRICES_BYTES_MAX;
      await page.goto("/counter/prices");
    },
    "tariffs": async (page, own) => {
      delete own.htmlMax;
      await page.goto("/counter/tariffs");
    },
    "cases": (page) => page.goto("/counter/cases"),
    "case": (page) => press(page, "main table a"),
    "income": (page) => page.goto("/income"),
    "income-charges": (page) => page.goto("/income/charges"),
    "partners": (page) => page.goto("/income/partners"),
    "book-float": (page) => page.goto(`/books/${centreOf(stage)}/float`),
    "book-income": (page) => page.goto(`/books/${centreOf(stage)}/income-expenditure?month=${dayInDhaka(-1).slice(0, 7)}`),
    "book-commission": (page) => page.goto(`/books/${centreOf(stage)}/commission`),
    "book-drawer": (page) => page.goto(`/books/${centreOf(stage)}/accounts/E:drawer:1`),
    "own-standing": (page) => page.goto(`/supervise/centres/${centreOf(stage)}`),
  }));
}

function moneyThatMoves(stage, options) {
  const send = async (page, amount) => {
    await page.goto(`/counter/transfers/new/${WALLET}`);
    await fill(page, sampleOf(WALLET));
    await page.fill("#amount", amount);
    await press(page, "form[data-form] [data-finish]");
  };
  const confirm = async (page) => {
    await press(page, "form[action='/counter/transfers'] [data-finish]");
    await page.waitForURL(/\/counter\/transfers\/[0-9]{7}\//);
  };
  describe("for transfers", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "transfer-new": (page) => page.goto(`/counter/transfers/new/${WALLET}`),
    "transfer-confirm": async (page) => {
      await send(page, "985");
      await page.fill("#tendered", "1000");
      await page.locator("#change:not([hidden])").waitFor();
    },
    "transfer-done": confirm,
    "transfer-failed": async (page) => {
      await send(page, "1515");
      await confirm(page);
    },
    "transfer-unknown": async (page) => {
      await send(page, "1717");
      await confirm(page);
    },
    "transfers": (page) => page.goto("/counter/transfers"),
  }));
}

function complaints(stage, options, seen) {
  let receipt;
  let code;
  describe("for a citizen who complains", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "complain": async (page) => {
      await take(page, "C010", "2*");
      await page.goto("/counter");
      await press(page, "#pay [data-finish]");
      receipt = await receiptNumber(page);
      code = (await page.locator(".receipt .check").innerText()).trim();
      await page.goto("/complain");
    },
    "complain-what": (page) => page.goto(`/complain?number=${receipt}&code=${code}`),
    "complain-more": (page) => press(page, "main .list a"),
    "complaint-made": async (page) => {
      if (await page.locator("#paid").count()) await page.fill("#paid", "50");
      await page.fill("#words", "বেশি টাকা নিয়েছে");
      await press(page, "main form .btn");
      assert.equal(new URL(page.url()).pathname, "/complaint", await page.innerText("main"));
    },
    "complaints": (page) => page.goto("/counter/complaints"),
    "complaint": async (page) => {
      await press(page, "main table a");
      seen.complaint = new URL(page.url()).pathname;
    },
    "complaint-move": (page) => press(page, `a[href^="${seen.complaint}/"]`),
  }));
  describe("for who looks into complaints", () => sitting(options, () => stage.windowOf("upazila_supervisor", options), {
    "area-complaints": (page) => page.goto(`/supervise/${stage.person("upazila_supervisor").place}/complaints`),
  }));
}

function registers(stage, options) {
  const base = "/counter/registers";
  describe("for the registers", () => sitting(options, () => stage.windowOf("entrepreneur", options), {
    "registers": (page) => page.goto(base),
    "register-attendance": (page) => page.goto(`${base}/attendance`),
    "register-inspections": (page) => page.goto(`${base}/inspections`),
    "register-stock": (page) => page.goto(`${base}/stock`),
    "register-stock-received": (page) => page.goto(`${base}/stock?do=received`),
    "register-stock-counted": (page) => page.goto(`${base}/stock?do=counted`),
  }));
}

function chairman(stage, options) {
  describe("for a chairman", () => sitting(options, () => stage.windowOf("chairman", options), {
    "chairman-today": (page) => page.goto("/"),
    "approvals": (page) => page.goto("/counter/approvals"),
  }));
}

function supervisor(stage, options) {
  const area = (rest = "") => (page) => page.goto(`/supervise/${stage.person("district_supervisor").place}${rest}`);
  describe("for a supervisor", () => sitting(options, () => stage.windowOf("district_supervisor", options), {
    "supervisor-today": (page) => page.goto("/"),
    "area": area(),
    "area-centres": area("/centres"),
    "area-late": area("/late"),
    "area-seats": area("/seats"),
    "area-unlike": area("/unlike"),
    "area-monthly": area("/monthly"),
    "area-centre": async (page) => {
      await area("/centres")(page);
      await press(page, "main table tbody a");
    },
    "inspection": (page) => press(page, "a[href$='/inspect']"),
    "inspection-wrong": async (page, own) => {
      await press(page, "main form .btn");
      own.complaints.length = 0; // 422
      assert.ok(await page.locator(".govuk-error-summary").isVisible());
    },
    "limits": (page) => page.goto("/counter/limits"),
  }));
}

function programme(stage, options) {
  describe("for the programme", () => {
    sitting(options, () => stage.windowOf("administrator", options), {
      "nation": (page) => page.goto("/supervise"),
      "map": async (page) => {
        await page.goto("/supervise");
        await press(page, "a.small-map");
      },
      "statements-none-open": (page) => page.goto("/counter/statements"),
      "statements": async (page) => {
        await page.selectOption("#from", "wallet");
        await page.fill("#day", dayInDhaka());
        await press(page, "form[action$='/fetch'] .btn");
        await page.goto("/counter/statements");
        assert.ok(await page.locator("main table a").count(), "a statement was read");
      },
      "statement-of-a-provider": (page) => press(page, "main table a"),
      "unmatched": (page) => page.goto("/counter/unmatched"),
      "float-waiting": (page) => page.goto("/float"),
      "book-as-an-officer-sees-it": (page) => page.goto(`/books/${centreOf(stage)}`),
    });
    sitting(options, () => stage.windowOf("catalogue_manager", options), {
      "keeper-today": (page) => page.goto("/"),
      "service-as-its-keeper-sees-it": (page) => page.goto("/counter/catalogue/G009"),
      "tariff-new": (page) => page.goto("/counter/catalogue/G009/tariff"),
    });
  });
}
