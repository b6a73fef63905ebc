import { expect, test } from 'vitest';
import type { Category } from './contract.js';
import { putOn } from './dress.js';

const piece = (key: string, category: Category | null) => ({ key, category });
const keys = (look: { key: string }[]) => look.map(({ key }) => key).join(' ');
const worn = (...pieces: ReturnType<typeof piece>[]) => pieces.reduce<ReturnType<typeof piece>[]>(putOn, []);

test('pieces lie from the skin outward, whichever order they were chosen in', () => {
  const [coat, tee, jeans] = [piece('coat', 'outerwear'), piece('tee', 'tops'), piece('jeans', 'bottoms')];
  expect(keys(worn(coat, tee, jeans))).toBe('jeans tee coat');
  expect(keys(worn(jeans, coat, tee))).toBe('jeans tee coat');
});

test('a piece takes the place of its like; a dress that of top and bottoms', () => {
  const [tee, shirt, jeans, dress] = [
    piece('tee', 'tops'),
    piece('shirt', 'tops'),
    piece('jeans', 'bottoms'),
    piece('dress', 'dresses'),
  ];
  expect(keys(worn(tee, shirt))).toBe('shirt');
  expect(keys(worn(tee, jeans, dress))).toBe('dress');
  expect(keys(worn(dress, jeans))).toBe('jeans');
});

test('a piece not yet recognised is worn outermost and replaces nothing', () => {
  expect(keys(worn(piece('tee', 'tops'), piece('mystery', null)))).toBe('tee mystery');
});
