/** The reference page names all that a merchant may use of the element. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VitrineTryOn } from './vitrine-try-on/vitrine-try-on.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/element.md'), 'utf8');
const code = readFileSync(join(import.meta.dirname, 'vitrine-try-on/vitrine-try-on.ts'), 'utf8');
const header = /\/\*\*\n \* @summary[\s\S]*?\*\//.exec(code)?.[0] ?? '';

test('every attribute, event, part and CSS property has its line', () => {
  const named = [...header.matchAll(/@(?:event|csspart|cssproperty) ([\w-]+)/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(6);
  for (const name of [...VitrineTryOn.observedAttributes, ...named]) expect(page).toContain(`| \`${name}\` |`);
});

test('the lines that a strict policy needs are given', () => {
  for (const directive of ['frame-src', 'script-src', 'connect-src']) expect(page).toContain(directive);
  expect(page).toContain('Permissions-Policy');
});
