// Which fields of a form count: the small trees that the forms crate writes into `data-relevant` and
// `data-choice-filter`. The server decides again with the same rules; here a field that does not count is only put
// out of sight. What cannot be understood here throws, and then the field is shown.

const truth = (value) => (typeof value === "string" ? value !== "" : Boolean(value));
const number = (value) => (value === "" || value === null ? NaN : Number(value));
const words = (value) => String(value).split(/\s+/).filter(Boolean);

// XPath compares numbers when either side is one, else texts; an order is always one of numbers (or written days).
function same(a, b) {
  if (typeof a === "boolean" || typeof b === "boolean") return truth(a) === truth(b);
  return typeof a === "number" || typeof b === "number" ? number(a) === number(b) : String(a) === String(b);
}
function order(a, b, holds) {
  const day = /^\d{4}-\d\d-\d\d$/;
  return day.test(a) && day.test(b) ? holds(a, b) : holds(number(a), number(b));
}

const CALLS = {
  selected: (of, name) => words(of).includes(String(name)),
  "count-selected": (of) => words(of).length,
  "string-length": (text) => String(text).length,
  contains: (text, part) => String(text).includes(part),
  "starts-with": (text, part) => String(text).startsWith(part),
  "ends-with": (text, part) => String(text).endsWith(part),
  not: (value) => !truth(value),
  true: () => true,
  false: () => false,
  if: (test, yes, no) => (truth(test) ? yes : no),
  coalesce: (a, b) => (a === "" ? b : a),
  number: (value) => number(value),
  int: (value) => Math.trunc(number(value)),
  string: (value) => String(value),
  concat: (...parts) => parts.join(""),
};
const OPERATORS = {
  and: (a, b) => truth(a) && truth(b),
  or: (a, b) => truth(a) || truth(b),
  "=": same,
  "!=": (a, b) => !same(a, b),
  ">": (a, b) => order(a, b, (x, y) => x > y),
  ">=": (a, b) => order(a, b, (x, y) => x >= y),
  "<": (a, b) => order(a, b, (x, y) => x < y),
  "<=": (a, b) => order(a, b, (x, y) => x <= y),
  "+": (a, b) => number(a) + number(b),
  "-": (a, b) => number(a) - number(b),
  "*": (a, b) => number(a) * number(b),
  div: (a, b) => number(a) / number(b),
  mod: (a, b) => number(a) % number(b),
};

/** The value of a tree. `answer(name)` gives what stands in an input, `column(name)` a choice's column. */
export function value(tree, answer, column = () => "") {
  if (!Array.isArray(tree)) return tree;
  const [head, ...rest] = tree;
  const inner = (part) => value(part, answer, column);
  if (head === "field" || head === "ref") return answer(rest[0]);
  if (head === "column") return column(rest[0]);
  const deed = head === "call" ? CALLS[rest.shift()] : (OPERATORS[head] ?? CALLS[head]);
  if (!deed) throw new Error(`unknown: ${tree[0]}`);
  return deed(...rest.map(inner));
}

/** Does it count? True as well when the tree cannot be understood. */
export function counts(json, answer, column) {
  try {
    return truth(value(JSON.parse(json), answer, column));
  } catch {
    return true;
  }
}

const silenced = new WeakSet(); // inputs that we disabled, so that those the server disabled stay so

function silence(inputs, off) {
  for (const input of inputs) {
    if (off && !input.disabled) {
      silenced.add(input);
      input.disabled = true;
    } else if (!off && silenced.has(input)) {
      silenced.delete(input);
      input.disabled = false;
    }
  }
}

function answerIn(form) {
  return (name) =>
    [...form.elements]
      .filter((input) => input.name === name && !input.disabled)
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => input.value)
      .join(" ");
}

function settle(form) {
  const answer = answerIn(form);
  for (const block of form.querySelectorAll("[data-relevant]")) {
    const off = !counts(block.dataset.relevant, answer);
    block.hidden = off;
    if (!block.parentElement.closest("[data-relevant][hidden]")) silence(block.querySelectorAll("input, select, textarea"), off);
  }
  for (const block of form.querySelectorAll("[data-choice-filter]")) {
    for (const choice of block.querySelectorAll("[data-choice]")) {
      const columns = JSON.parse(choice.dataset.choice);
      const off = !counts(block.dataset.choiceFilter, answer, (name) => columns[name] ?? "");
      choice.hidden = off;
      if (choice.tagName === "OPTION") {
        choice.disabled = off;
        if (off && choice.selected) choice.parentElement.value = "";
      } else if (!block.hidden) silence(choice.querySelectorAll("input"), off);
    }
  }
}

/** Keeps every form with `data-form` settled while it is filled. */
export function startForms() {
  for (const form of document.querySelectorAll("form[data-form]")) {
    // A field may hang on one that stands below it: settle twice.
    const both = () => [1, 2].forEach(() => settle(form));
    form.addEventListener("input", () => {
      form.dataset.touched = "";
      both();
    });
    both();
  }
}
