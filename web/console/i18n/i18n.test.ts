import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WORDS } from './index.js';

/** Every text with its path; functions are called with numbers or names. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node(3, 5, 7))]];
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

test('both languages say the same things, and leave none empty', () => {
  const [en, zh] = [texts(WORDS.en), texts(WORDS.zh)];
  expect(zh.map(([path]) => path)).toEqual(en.map(([path]) => path));
  expect(en.length).toBeGreaterThan(250);
  for (const [path, text] of [...en, ...zh]) expect(text.trim(), path).not.toBe('');
});

test('Chinese is set with Chinese punctuation, English without marks that a Chinese font draws wide', () => {
  for (const [path, text] of texts(WORDS.zh))
    expect(text, path).not.toMatch(/\p{Script=Han}[,:;!?]|[,;!?]\p{Script=Han}/u);
  for (const [path, text] of texts(WORDS.en)) {
    if (!path.includes('languageChoices')) expect(text, path).not.toMatch(/[’“”]|\p{Script=Han}/u);
  }
});

test('every text is used', () => {
  const folder = join(import.meta.dirname, '..');
  const code = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts') && !file.includes('i18n') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  expect(code.length).toBeGreaterThan(80_000);
  const dotted = new Set([...code.matchAll(/\.(\w+)/g)].map(([, name]) => name));
  const taken = new Set(
    [...code.matchAll(/\{([^{}]*)\} = this\.t\b/g)].flatMap(([, names]) => names?.match(/\w+/g) ?? []),
  );
  for (const [group, all] of Object.entries(WORDS.en)) {
    if (typeof all === 'string' || code.includes(`.${group}[`)) continue;
    for (const name of Object.keys(all)) expect(dotted.has(name) || taken.has(name), `${group}.${name}`).toBe(true);
  }
});
