import { expect, test } from 'vitest';
import { fitted } from './size.js';

test('the longer side comes down to 2,048 px, the shape is kept, nothing is enlarged', () => {
  expect(fitted({ width: 3024, height: 4032 })).toEqual({ width: 1536, height: 2048 });
  expect(fitted({ width: 4032, height: 3024 })).toEqual({ width: 2048, height: 1536 });
  expect(fitted({ width: 800, height: 600 })).toEqual({ width: 800, height: 600 });
  expect(fitted({ width: 90000, height: 3 })).toEqual({ width: 2048, height: 1 });
});
