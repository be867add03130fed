// What every template of the house must keep: nothing inline (the CSP forbids it), a token in every posted form, every
// word in both languages, every class in the stylesheet.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url).pathname;
const rooms = ["foundation/web", ...readdirSync(`${root}rooms`).map((room) => `rooms/${room}`)];
const filesIn = (folder, end) =>
  rooms.flatMap((room) => {
    const path = `${root}${room}/${folder}`;
    return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(end)).map((name) => [`${room}/${name}`, readFileSync(`${path}/${name}`, "utf8")]) : [];
  });
const pages = filesIn("pages", ".html").map(([name, text]) => [name, text.replace(/\{#[^]*?#\}/g, "")]);
const keysOf = (lang) => new Set(filesIn("words", `${lang}.ftl`).flatMap(([, text]) => [...text.matchAll(/^([a-z][\w-]*) =/gm)].map((found) => found[1])));

test("no template holds a style, a handler or a script of its own", () => {
  assert.ok(pages.length > 15);
  for (const [name, text] of pages) {
    assert.doesNotMatch(text, /\sstyle=|<style|\son[a-z]+=|hx-on|javascript:/, name);
    for (const [tag] of text.matchAll(/<script[^>]*>/g)) assert.match(tag, / src="/, name);
  }
});

test("every posted form carries the token", () => {
  for (const [name, text] of pages) {
    for (const [form] of text.matchAll(/<form[^>]*method="post"[^]{0,900}/g)) {
      assert.match(form, /^<form(?:\{[^}]*\}+|[^>{])*>\s*\{\{ parts::csrf\(frame\) \}\}/, `${name}: ${form.slice(0, 80)}`);
    }
  }
});

test("every word of the pages is there in both languages, and none in only one", () => {
  const [bn, en] = [keysOf("bn"), keysOf("en")];
  assert.deepEqual([...bn].filter((key) => !en.has(key)), []);
  assert.deepEqual([...en].filter((key) => !bn.has(key)), []);
  for (const [name, text] of pages) {
    for (const [, key] of text.matchAll(/say(?:_with)?\("([^"]+)"/g)) assert.ok(bn.has(key), `${name}: ${key}`);
  }
});

test("both languages take the same arguments", () => {
  const messages = (lang) => Object.fromEntries(filesIn("words", `${lang}.ftl`).flatMap(([, text]) => [...text.matchAll(/^([a-z][\w-]*) = (.*)/gm)].map(([, key, value]) => [key, [...value.matchAll(/\$\w+/g)].map(String).sort().join()])));
  assert.deepEqual(messages("bn"), messages("en"));
});
