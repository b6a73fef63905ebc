import { expect, test } from 'vitest';
import { HOME, hashOf, routeOf } from './route.js';

test('an address and its route are each other', () => {
  for (const [page, id, part] of [
    ['products', '', ''],
    ['product', 'abc', ''],
    ['mend', 'abc', 'def'],
    ['welcome', 'a-secret_1', ''],
  ] as const) {
    expect(routeOf(hashOf(page, id, part))).toEqual({ page, id, part });
  }
});

test('what is no address leads home', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/%E0%A4%A', '#products/../x']) {
    const route = routeOf(hash);
    expect([HOME.page, 'product']).toContain(route.page);
  }
});
