/** One visual language: the console's sheets take colours and lines from the tokens, as the shop's do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), 'utf8');
const SHEETS = readdirSync(import.meta.dirname, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => [...read(file).matchAll(/css`([\s\S]*?)`/g)].map((match) => [file, match[1] ?? ''] as const));

test('colours and pixel sizes stand in the tokens only', () => {
  expect(SHEETS.length).toBeGreaterThan(12);
  for (const [file, sheet] of SHEETS) {
    expect(sheet.replace(/\/\*[\s\S]*?\*\//g, ''), file).not.toMatch(
      /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(|\d+px\b|:\s*(white|black|red|green|blue|gr[ae]y)\b/i,
    );
  }
});

test('every token that is used is defined', () => {
  const tokens = ['scale.css', 'light.css'].flatMap((file) =>
    [...read('..', 'tokens', file).matchAll(/^\s+(--vt-[\w-]+):/gm)].map((match) => match[1]),
  );
  for (const [file, sheet] of SHEETS) {
    for (const [, token] of sheet.matchAll(/var\((--vt-[\w-]+)/g)) expect(tokens, file).toContain(token);
  }
});
