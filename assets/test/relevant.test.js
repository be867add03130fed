// The small trees of `data-relevant`, as the forms crate writes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, value } from "../src/relevant.js";

const answers = { "a.sex": "f", "a.docs": "epi tax", "a.age": "7", "a.dob": "2020-02-03", "a.none": "" };
const answer = (name) => answers[name] ?? "";
const holds = (tree) => counts(JSON.stringify(tree), answer);
const field = (name) => ["field", `a.${name}`];

test("compares texts, numbers and days", () => {
  assert.equal(holds(["=", field("sex"), "f"]), true);
  assert.equal(holds(["!=", field("sex"), "f"]), false);
  assert.equal(holds([">", field("age"), 5]), true);
  assert.equal(holds(["=", field("age"), 7]), true);
  assert.equal(holds(["<=", field("age"), 5]), false);
  assert.equal(holds(["<", field("dob"), "2021-01-01"]), true);
});

test("an empty answer is neither more nor less than a number", () => {
  assert.equal(holds([">", field("none"), 5]), false);
  assert.equal(holds(["<=", field("none"), 5]), false);
});

test("joins with and, or, not and selected, called either way", () => {
  assert.equal(holds(["and", ["=", field("sex"), "f"], ["call", "selected", field("docs"), "epi"]]), true);
  assert.equal(holds(["or", ["=", field("sex"), "m"], ["selected", ["ref", "a.docs"], "tax"]]), true);
  assert.equal(holds(["call", "not", ["call", "selected", field("docs"), "ep"]]), true);
  assert.equal(holds(["not", ["=", field("sex"), "f"]]), false);
});

test("reckons", () => {
  assert.equal(value(["+", field("age"), ["*", 2, 3]], answer), 13);
  assert.equal(value(["call", "count-selected", field("docs")], answer), 2);
  assert.equal(value(["call", "if", ["=", field("sex"), "f"], "a", "b"], answer), "a");
});

test("a choice is filtered by its columns", () => {
  const column = (name) => ({ board: "madrasah" })[name] ?? "";
  assert.equal(counts(JSON.stringify(["=", ["column", "board"], "madrasah"]), answer, column), true);
  assert.equal(counts(JSON.stringify(["=", ["column", "board"], "dhaka"]), answer, column), false);
});

test("what it cannot understand is shown", () => {
  assert.equal(holds(["call", "today"]), true);
  assert.equal(holds(["matches", field("age"), "^[0-9]+$"]), true);
  assert.equal(counts("{broken", answer), true);
});
