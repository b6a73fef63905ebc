/** What the browser gets, read from the built files: `npm run build` comes first. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const WEB = join(import.meta.dirname, '../../../vitrine/web');
const FILES = readdirSync(WEB, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(WEB, join(entry.parentPath, entry.name)));
const read = (file: string) => readFileSync(join(WEB, file));

/** Names of standards, not addresses: nothing is fetched from them. */
const NAMESPACES =
  /^http:\/\/www\.w3\.org\/(2000\/svg|1999\/xhtml|1999\/xlink|1998\/Math\/MathML|XML\/1998\/namespace)$/;

/** Shown to a merchant as an example; the name is reserved and leads nowhere (RFC 2606). */
const EXAMPLE = /^https:\/\/shop\.example\b/;

/** Addresses in the wasm are texts of its own error messages; the browser tests see that none is asked. */
const TEXTS = FILES.filter((file) => !file.endsWith('.wasm'));

test('the pages, the script and their files are there', () => {
  expect(FILES).toEqual(expect.arrayContaining(['index.html', 'frame.html', 'console.html', 'embed.js']));
  expect(TEXTS.length).toBeGreaterThan(6);
  expect(FILES.filter((file) => file.endsWith('.wasm')).length).toBe(1);
});

test('no built file names a foreign host', () => {
  for (const file of TEXTS) {
    const addresses =
      read(file)
        .toString('utf8')
        .match(/\b(?:https?|wss?):\/\/[\w.-]+[^\s"'`)\\<>]*/g) ?? [];
    expect(
      addresses.filter((address) => !NAMESPACES.test(address) && !EXAMPLE.test(address)),
      file,
    ).toEqual([]);
  }
});

test('the pages have neither inline script nor inline style', () => {
  for (const page of ['index.html', 'frame.html', 'console.html']) {
    const text = read(page).toString('utf8');
    expect(text, page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    for (const tag of text.match(/<script[^>]*>/g) ?? []) expect(tag, page).toContain('src="/assets/');
  }
});

/** A page's own files: what its HTML names, and what these import at once (imports on demand are left out). */
function atOnce(page: string): string[] {
  const found = new Set<string>([page]);
  const todo = [
    ...read(page)
      .toString('utf8')
      .matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g),
  ].map((match) => match[1] ?? '');
  for (let file = todo.pop(); file; file = todo.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    if (!file.endsWith('.js')) continue;
    const text = read(file).toString('utf8');
    for (const match of text.matchAll(/(?:import|from)\s*["']\.\/([\w.-]+\.js)["']/g)) todo.push(`assets/${match[1]}`);
  }
  return [...found];
}

test.each(['index.html', 'frame.html'])('%s takes at most 170 kB before the first tap', (page) => {
  const files = atOnce(page);
  expect(files.length).toBeGreaterThan(3);
  expect(files.some((file) => /pose|vision/.test(file))).toBe(false);
  const bytes = files.map((file) => gzipSync(read(file)).length).reduce((sum, size) => sum + size, 0);
  console.log(`${page}: ${(bytes / 1000).toFixed(1)} kB gzip in ${files.length} files`);
  expect(bytes).toBeLessThan(170_000);
});

test.each(['index.html', 'frame.html'])('nothing of the console reaches %s', (page) => {
  for (const file of atOnce(page)) expect(read(file).toString('utf8'), file).not.toContain('/v1/console');
});

test('the console takes little before it is open, and loads each page when it is asked for', () => {
  const files = atOnce('console.html');
  const bytes = files.map((file) => gzipSync(read(file)).length).reduce((sum, size) => sum + size, 0);
  console.log(`console.html: ${(bytes / 1000).toFixed(1)} kB gzip in ${files.length} files`);
  expect(bytes).toBeLessThan(90_000);
  expect(files.some((file) => /mend|product|settings/.test(file))).toBe(false);
});

test('what a merchant includes is small', () => {
  expect(gzipSync(read('embed.js')).length).toBeLessThan(5_000);
});
