// Notes and coins are counted: the sums follow the fingers, Enter goes on to the next pile. Without script a button adds up.

import { latin, money } from "./number.js";

function add(table) {
  let total = 0;
  for (const input of table.querySelectorAll("[data-worth]")) {
    const pieces = Number(latin(input.value).replace(/[,\s]/g, ""));
    const sum = Number.isSafeInteger(pieces) && pieces > 0 ? pieces * input.dataset.worth * 100 : 0;
    input.closest("tr").querySelector("[data-sum]").textContent = money(sum, document.documentElement.lang);
    total += sum;
  }
  table.querySelector("[data-total]").textContent = money(total, document.documentElement.lang);
}

/** Wires the table of a count, if the page has one. */
export function startCount() {
  const table = document.querySelector("[data-count]");
  if (!table) return;
  table.addEventListener("input", () => add(table));
  table.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey) return;
    const piles = [...table.querySelectorAll("[data-worth]")];
    const next = piles[piles.indexOf(event.target) + 1] ?? document.querySelector("[data-finish]");
    event.preventDefault();
    next?.focus();
  });
}
