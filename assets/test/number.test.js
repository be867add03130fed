// Money as people type and read it. The lakh grouping is checked against the platform's own en-IN.
import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, latin, money, notesFor, typedPaisa, written } from "../src/number.js";

test("groups by lakh and crore as en-IN does", () => {
  for (const number of [0, 7, 52, 999, 1000, 10000, 123456, 278000000, 999999999]) {
    assert.equal(grouped(number), new Intl.NumberFormat("en-IN").format(number));
  }
});

test("writes money in the digits of the language, paisa only when there are some", () => {
  assert.equal(money(15200, "bn"), "৳১৫২");
  assert.equal(money(27800000050, "en"), "৳27,80,00,000.50");
  assert.equal(money(5, "en"), "৳0.05");
  assert.equal(written("১x9", "bn"), "১x৯");
});

test("reads what people type and refuses the rest", () => {
  const good = { "২০০": 20000, " ৳1,200.5 ": 120050, "0.05": 5, "১,০০,০০০": 10000000 };
  for (const [text, paisa] of Object.entries(good)) assert.equal(typedPaisa(text), paisa, text);
  for (const text of ["", "abc", "-5", "1.234", "12345678901", "1e3", "২০০ টাকা"]) assert.equal(typedPaisa(text), null, text);
});

test("what money writes, typedPaisa reads", () => {
  for (const paisa of [1, 99, 100, 4800, 123456, 99999999999]) {
    assert.equal(typedPaisa(money(paisa, "bn")), paisa);
    assert.equal(latin(money(paisa, "bn")), money(paisa, "en"));
  }
});

test("the notes handed back sum to the change and are the fewest", () => {
  assert.deepEqual(notesFor(4800), [[20, 2], [5, 1], [2, 1], [1, 1]]);
  assert.deepEqual(notesFor(50), []);
  const fewest = [0]; // by dynamic programming: an oracle for the greedy choice
  const coins = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
  for (let taka = 1; taka <= 2500; taka++) {
    fewest[taka] = 1 + Math.min(...coins.filter((coin) => coin <= taka).map((coin) => fewest[taka - coin]));
    const piles = notesFor(taka * 100);
    assert.equal(piles.reduce((sum, [note, count]) => sum + note * count, 0), taka);
    assert.equal(piles.reduce((sum, [, count]) => sum + count, 0), fewest[taka]);
  }
});
