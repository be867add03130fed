// Numbers as people here write them: Bangla or Latin digits, grouped by lakh and crore. Money is whole paisa.

const BANGLA = "০১২৩৪৫৬৭৮৯";

/** The same text with Latin digits. */
export const latin = (text) => text.replace(/[০-৯]/g, (digit) => BANGLA.indexOf(digit));

/** The same text with the digits of this language. */
export const written = (text, lang) => (lang === "bn" ? text.replace(/[0-9]/g, (digit) => BANGLA[digit]) : text);

/** 278000000 → "27,80,00,000". */
export function grouped(number) {
  const digits = String(number);
  const head = digits.slice(0, -3);
  return head ? `${head.replace(/\B(?=(\d\d)+$)/g, ",")},${digits.slice(-3)}` : digits;
}

/** 15250 paisa → "৳১৫২.৫০"; paisa are shown only when there are some. */
export function money(paisa, lang) {
  const rest = paisa % 100;
  const taka = grouped((paisa - rest) / 100);
  return written(`৳${taka}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`, lang);
}

/** Taka as people type them, in paisa; null when it is no amount. The server reads it again and decides. */
export function typedPaisa(text) {
  const plain = latin(text).replace(/[৳,\s]/g, "");
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

/** The fewest notes and coins for a change, largest first: [[20, 2], [5, 1]]. Paisa below one taka have no note. */
export function notesFor(paisa) {
  let taka = Math.floor(paisa / 100);
  const piles = [];
  for (const note of [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]) {
    const count = Math.floor(taka / note);
    if (count) piles.push([note, count]);
    taka -= note * count;
  }
  return piles;
}
