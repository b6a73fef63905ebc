/** Every text is shown somewhere: none is kept that nobody reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from './en.js';

const WEB = join(import.meta.dirname, '../..');
const code = ['elements', 'shop']
  .flatMap((folder) =>
    readdirSync(join(WEB, folder), { recursive: true }).map((file) => join(WEB, folder, String(file))),
  )
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

test('every text is used', () => {
  expect(code.length).toBeGreaterThan(50_000);
  for (const [group, texts] of Object.entries(en)) {
    if (typeof texts === 'string') continue;
    for (const name of Object.keys(texts)) {
      // erase.photoTitle and its kin are put together from what is asked: t.erase[`${asked}Title`].
      const built =
        group === 'erase' &&
        new RegExp(`t\\.erase\\[\`\\$\\{this\\.asked\\}${name.replace(/^(photo|session)/, '')}\``).test(code);
      const named = new RegExp(`\\b${group}(\\.|\\[['"])${name}\\b`).test(code);
      const chosen =
        group === 'camera' &&
        /t\.camera\[step/.test(code) &&
        ['starting', 'refused', 'missing', 'insecure'].includes(name);
      const problem = group === 'problems' && /t\.problems\[/.test(code);
      expect(built || named || chosen || problem, `${group}.${name}`).toBe(true);
    }
  }
});
