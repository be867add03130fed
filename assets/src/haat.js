// What the pages do beyond HTML: keys, one press once, forms that hide what does not count, a word before the session
// sleeps. Every flow works without any of it. No state is kept in the browser's storage: it may hold what a citizen said.

import { startCount } from "./count.js";
import { startChange, startCounter } from "./counter.js";
import { startPhotos } from "./photos.js";
import { money, typedPaisa } from "./number.js";
import { startForms } from "./relevant.js";

const IDLE_NOTICE_MS = 13 * 60 * 1000; // officers' sessions sleep after 15 minutes

/** The key as our labels write it: F2, Alt+P, Ctrl+Enter. Browser keys are never taken. */
function keyName(event) {
  if (event.altKey && event.code === "KeyP") return "Alt+P";
  if (event.ctrlKey) return event.key === "Enter" ? "Ctrl+Enter" : event.code === "KeyM" ? "Ctrl+M" : "";
  return /^(F[2478]|F9|Escape)$/.test(event.key) ? event.key : "";
}

/** A key's element is focused when it is an input (and its form sent when it has the focus already), else pressed. */
function press(element, key) {
  if (element.matches("input")) {
    if (document.activeElement === element && element.value) element.form.requestSubmit();
    element.focus();
    element.select();
  } else if (element.matches("summary")) {
    element.parentElement.open = true;
    element.parentElement.querySelector("input:not([type=hidden])")?.focus();
  } else element.click();
  if (key === "F9") document.querySelector("[data-finish]")?.click();
}

/** Romanised Bangla in this field becomes Bangla, as Avro writes it. The server knows the rules. */
async function avro(field) {
  const answer = await fetch(`/counter/avro?q=${encodeURIComponent(field.value)}`);
  if (!answer.ok) return;
  field.value = (await answer.text()).trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    const key = keyName(event);
    if (!key || event.defaultPrevented || event.isComposing) return;
    const at = document.activeElement;
    if (key === "Ctrl+M") {
      if (!at.matches("[data-avro], [data-form] input[type=text], [data-form] textarea")) return;
      avro(at);
    } else {
      // Escape never throws away what was typed into a form.
      if (key === "Escape" && document.querySelector("form[data-touched]")) return;
      const element = document.querySelector(key === "Ctrl+Enter" ? "[data-finish]" : `[data-key="${key}"]`);
      if (!element) return;
      press(element, key);
    }
    event.preventDefault();
  });
}

// One press counts once. The server guards as well, by form_id: a second POST gives the first receipt.
function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    }
  });
}

// What is missing is said by the server, beside its field and in the reader's language; the browser's own bubble speaks
// the language of the browser.
function startRefusals() {
  document.addEventListener("click", ({ target }) => {
    const form = target.closest?.("button, input")?.form;
    if (form) form.noValidate = true;
  }, true);
}

function startIdle() {
  const notice = document.getElementById("idle");
  if (!notice) return;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (notice.hidden = false), IDLE_NOTICE_MS);
  };
  notice.querySelector("button").addEventListener("click", async () => {
    notice.hidden = true;
    const answer = await fetch(location.href);
    if (answer.redirected) location.reload();
    else wait();
  });
  document.addEventListener("htmx:after:request", wait);
  wait();
}

// A note adds to the amount that is typed beside it.
function startAmounts() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add]");
    if (!button) return;
    const box = button.form.elements.amount;
    box.value = money((typedPaisa(box.value) ?? 0) + Number(button.dataset.add) * 100, document.documentElement.lang).slice(1);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

document.documentElement.classList.add("js");
startKeys();
startOnce();
startRefusals();
startIdle();
startAmounts();
startChange();
startPhotos();
startForms();
startCounter();
startCount();
document.querySelector("[data-focus]")?.focus();
