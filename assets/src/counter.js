// The counter by keyboard: the search box has the focus after every step, Enter takes the first hit, a digit takes a
// hit by its number. htmx fetches; here is only what a hand at the keys needs. Without script every step is a form.

import { latin, money, notesFor, typedPaisa, written } from "./number.js";

const lang = document.documentElement.lang;
const $ = (selector) => document.querySelector(selector);
const hits = () => [...document.querySelectorAll(".hit")];

let shown = ""; // the query whose hits are on the page
let asked = ""; // the query on its way
let wanted = 0; // the hit to take as soon as its list is there; 0 is none

/** Takes hit n of the list that belongs to what is typed now; if that list is still on its way, when it comes. */
function take(n) {
  const box = $("#q");
  if (shown === box.value.trim()) {
    wanted = 0;
    hits()[n - 1]?.click();
  } else {
    wanted = n;
    globalThis.htmx?.trigger(box, "look");
  }
}

function inSearch(event) {
  const box = event.target;
  const text = latin(box.value.trim());
  const digit = Number(latin(event.key));
  if (event.key === "Enter") {
    if (!globalThis.htmx) return; // the form itself searches
    event.preventDefault();
    const numbered = /^(?:\d+\*)?([1-9])$/.exec(text);
    if (numbered && hits().length && !/\*/.test(text)) {
      hits()[numbered[1] - 1]?.click(); // a lone digit never asks the server: the list on the page is the one meant
    } else if (text || hits().length) take(numbered ? Number(numbered[1]) : 1);
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    hits()[0]?.focus();
  } else if (event.key === "Escape" && box.value) {
    event.preventDefault();
    box.value = "";
    globalThis.htmx?.trigger(box, "look");
  } else if (digit >= 1 && /[\p{L}\p{M}]{2}$/u.test(text) && shown === box.value.trim() && hits()[digit - 1]) {
    event.preventDefault(); // "jonmo2": after letters a digit chooses; codes and quantities begin with other things
    take(digit);
  }
}

function inHits(event) {
  const list = hits();
  const at = list.indexOf(event.target);
  const digit = Number(latin(event.key));
  if (event.key === "ArrowDown") list[at + 1]?.focus();
  else if (event.key === "ArrowUp") (list[at - 1] ?? $("#q")).focus();
  else if (digit >= 1) list[digit - 1]?.click();
  else if (event.key === "Escape") $("#q").focus();
  else {
    if (event.key.length === 1 && event.key !== " ") $("#q").focus(); // goes on typing
    return;
  }
  event.preventDefault();
}

/** So many of one note: never broken over two lines. */
function pileOf([note, count]) {
  const pile = document.createElement("span");
  pile.className = "num";
  pile.textContent = written(`${note} × ${count}`, lang);
  return pile;
}

/** What is to be paid now, in paisa: a total; where the rest is paid on collection, the advance; at an open box, what is kept. */
function dueOf(form) {
  if (form.payment?.value === "on_collection") return typedPaisa(form.advance.value) ?? 0;
  const kept = [...form.querySelectorAll("[data-each]")];
  if (kept.length && kept.every((line) => line.value === "0")) return 0;
  return Math.max(0, kept.reduce((sum, line) => sum + line.dataset.each * line.value, Number(form.dataset.total)));
}

/** Shows what is to be paid and the change, or what is still missing, while the sum is typed. */
function showChange(form) {
  const box = $("#change");
  const due = $("#due");
  if (due) due.textContent = money(dueOf(form), lang);
  const paisa = typedPaisa(form.tendered.value);
  box.hidden = paisa === null;
  if (paisa === null) return;
  const change = paisa - dueOf(form);
  box.classList.toggle("short", change < 0);
  const word = change < 0 ? form.dataset.short : change ? form.dataset.give : form.dataset.none;
  const notes = change > 0 ? notesFor(change) : [];
  const left = document.createElement("span");
  const small = document.createElement("span");
  const right = document.createElement("b");
  small.className = "mute num";
  small.append(...notes.flatMap((pile, place) => (place ? [" + ", pileOf(pile)] : [pileOf(pile)])));
  left.append(word, small);
  right.className = "num";
  right.textContent = change ? money(Math.abs(change), lang) : "";
  box.replaceChildren(left, right);
}

/** A note adds to what was given; "exact" sets it. */
function pressNote(button) {
  const form = button.form;
  const sum = button.dataset.note
    ? (typedPaisa(form.tendered.value) ?? 0) + Number(button.dataset.note) * 100
    : dueOf(form);
  form.tendered.value = money(sum, lang).slice(1);
  showChange(form);
}

// A cart form posts and the page's cart is swapped for the one that came. A service with a form leads on to it; a
// refusal comes as a few lines that stand above the search.
function beforeCart(event) {
  const { ctx } = event.detail;
  if (ctx.select !== "#cart" || ctx.text.includes('id="cart"')) return;
  if (ctx.response.raw.ok) {
    event.preventDefault();
    location.assign(ctx.response.raw.url);
    return;
  }
  Object.assign(ctx, { select: null, selectOOB: null, target: $("#trouble"), swap: "innerHTML" });
}

function afterSwap(event) {
  const { ctx } = event.detail;
  const box = $("#q");
  if (ctx.target?.id === "hits") {
    shown = asked;
    if (wanted) take(wanted);
  } else if (ctx.select === "#cart") {
    $("#trouble").replaceChildren();
    const again = ctx.pressed && [...document.querySelectorAll("#cart [aria-label]")].find((one) => one.getAttribute("aria-label") === ctx.pressed);
    if (again) again.focus();
    else {
      box.value = "";
      box.focus();
      globalThis.htmx.trigger(box, "look");
    }
  }
}

/** Wherever money is taken: at the counter, before a transfer, for what was ordered. */
export function startChange() {
  const asked = $("#due")?.closest("form");
  if (asked) showChange(asked);
  document.addEventListener("input", (event) => {
    const { form, id } = event.target;
    if (id === "tendered" || (asked && form === asked)) showChange(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-note], [data-exact]");
    if (button) pressNote(button);
  });
}

/** Wires the page of the counter, if this is it. */
export function startCounter() {
  const box = $("#q");
  if (!$("[data-counter]")) return;
  shown = box.value.trim();
  if (document.activeElement === box) box.setSelectionRange(box.value.length, box.value.length);
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target === box) inSearch(event);
    else if (event.target.matches?.(".hit")) inHits(event);
  });
  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement === box) {
      asked = box.value.trim();
      if ([...asked].length === 1) event.preventDefault(); // two letters at least
    } else ctx.pressed = document.activeElement?.getAttribute("aria-label");
  });
  document.addEventListener("htmx:after:request", beforeCart);
  document.addEventListener("htmx:after:swap", afterSwap);
}
