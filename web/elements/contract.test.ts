/** The header of an element is its contract: what it says is what the element does; and elements use tokens only. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const HERE = import.meta.dirname;
const NAMES = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const read = (...path: string[]) => readFileSync(join(HERE, ...path), 'utf8');
const all = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();

const header = (text: string) => /\/\*\*\n \* @summary[\s\S]*?\*\//.exec(text)?.[0] ?? '';
const said = (text: string, tag: string) => all(header(text), new RegExp(`@${tag} ([\\w-]+) - \\S`, 'g'));

test('every element has a folder of logic, styles and test', () => {
  expect(NAMES.length).toBeGreaterThan(9);
  for (const name of NAMES) {
    const files = readdirSync(join(HERE, name));
    expect(files, name).toContain(`${name}.ts`);
    expect(files, name).toContain(`${name}.test.ts`);
    if (name !== 'vitrine-try-on') expect(files, name).toContain(`${name}.styles.ts`);
  }
});

describe.each(NAMES)('%s', (name) => {
  const code = read(name, `${name}.ts`);

  test('the header names every event that is sent, and no other', () => {
    const sent = all(code, /emit\('([\w-]+)'/g).concat(all(code, /#act\('([\w-]+)'/g));
    const told = name === 'vitrine-try-on' ? [...sent, 'vt-result', 'vt-error'] : sent;
    expect(said(code, 'event')).toEqual([...new Set(told)].sort());
  });

  test('the header names every part and slot', () => {
    expect(said(code, 'csspart')).toEqual(all(code, /(?:\bpart="|'part', ')([\w-]+)/g));
    expect(said(code, 'slot')).toEqual(all(code, /<slot name="([\w-]+)"/g));
  });

  test('the header names every CSS property that a page may set', () => {
    const own = name === 'vitrine-try-on' ? all(code, /var\((--vt-[\w-]+)/g) : [];
    expect(said(code, 'cssproperty')).toEqual(own);
  });
});

test('colours and pixel sizes stand in the tokens only', () => {
  const sheets = NAMES.flatMap((name) => readdirSync(join(HERE, name)).map((file) => join(name, file)))
    .concat(['controls.ts', '../shop/page.css'])
    .filter((path) => /styles\.ts$|controls\.ts$|\.css$|vitrine-try-on\.ts$/.test(path));
  expect(sheets.length).toBeGreaterThan(10);
  for (const sheet of sheets) {
    const text = read(sheet).replace(/\/\*[\s\S]*?\*\//g, '');
    expect(text, sheet).not.toMatch(/#[0-9a-f]{3,8}\b(?!\()|\b(rgb|hsl|oklch|color)a?\(|\d+px\b/i);
    expect(text, sheet).not.toMatch(/:\s*(white|black|red|green|blue|gray|grey)\b/i);
  }
});

test('every token that is used is defined, and both themes define the same colours', () => {
  const tokens = (file: string) => all(read('..', 'tokens', file), /^\s+(--vt-[\w-]+):/gm);
  expect(tokens('dark.css')).toEqual(tokens('light.css'));
  const known = new Set([...tokens('scale.css'), ...tokens('light.css'), '--vt-gutter']);
  for (const name of NAMES.filter((one) => one !== 'vitrine-try-on')) {
    for (const token of all(read(name, `${name}.styles.ts`), /var\((--vt-[\w-]+)/g))
      expect(known, name).toContain(token);
  }
  for (const token of all(read('controls.ts'), /var\((--vt-[\w-]+)/g)) expect(known).toContain(token);
});
