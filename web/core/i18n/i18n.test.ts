import { expect, test } from 'vitest';
import { MESSAGES, speak } from './index.js';

/** Every text of a language with its path; functions are called with numbers or names. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node(3, 5, 7))]];
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

test('the browser language is spoken, unless another was chosen', () => {
  expect(speak(['zh-Hant-TW', 'en'])).toBe('zh');
  expect(speak(['fr', 'en-GB', 'zh'])).toBe('en');
  expect(speak(['fr'])).toBe('en');
  expect(speak(['zh-CN'], 'en')).toBe('en');
});

test('both languages say the same things, and leave none empty', () => {
  const [en, zh] = [texts(MESSAGES.en), texts(MESSAGES.zh)];
  const paths = (all: [string, string][]) =>
    all
      .map(([path]) => path.replace(/^(\.intro\.title|\.guide\.tips)\.\d+/, '$1'))
      .filter((p, i, a) => a.indexOf(p) === i);
  expect(paths(zh)).toEqual(paths(en));
  expect(en.length).toBeGreaterThan(100);
  for (const [path, text] of [...en, ...zh]) expect(text.trim(), path).not.toBe('');
});

test('Chinese is set with Chinese punctuation, English without marks that a Chinese font draws wide', () => {
  for (const [path, text] of texts(MESSAGES.zh))
    expect(text, path).not.toMatch(/\p{Script=Han}[,:;!?]|[,;!?]\p{Script=Han}/u);
  for (const [path, text] of texts(MESSAGES.en)) expect(text, path).not.toMatch(/[’“”]|\p{Script=Han}/u);
});
