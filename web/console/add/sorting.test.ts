import { expect, test } from 'vitest';
import { bring, brought, productOf, sorted } from './sorting.js';

const file = (name: string, type = '') => new File(['x'], name, { type });
const at = (folder: string, ...names: string[]) => names.map((name) => ({ file: file(name), folder }));

test('a name without its role is the product', () => {
  for (const [name, product] of [
    ['tee-017.jpg', 'tee-017'],
    ['tee-017_back.jpg', 'tee-017'],
    ['tee-017 worn.PNG', 'tee-017'],
    ['tee-017__2.jpg', 'tee-017'],
    ['白衬衫背面.jpg', '白衬衫'],
    ['front.jpg', 'front'],
    ['backpack.jpg', 'backpack'],
  ] as const) {
    expect(productOf(name), name).toBe(product);
  }
});

test('pictures of one product go together, in order; feeds and strangers aside', () => {
  const found = sorted([
    ...at('', 'tee_back.jpg', 'tee.jpg', 'dress.webp', 'products.csv', 'notes.txt', '.DS_Store'),
    { file: file('IMG_1', 'image/heic'), folder: '' },
  ]);
  expect(found.parcels.map(({ files }) => files.map(({ name }) => name))).toEqual([
    ['dress.webp'],
    ['IMG_1'],
    ['tee_back.jpg', 'tee.jpg'],
  ]);
  expect(found.feeds.map(({ name }) => name)).toEqual(['products.csv']);
  expect(found.others).toEqual(['notes.txt']);
});

test('a folder within the folder is a product', () => {
  const found = sorted([...at('shop', 'a.jpg', 'b.jpg'), ...at('shop/tee-1', '2.jpg', '10.jpg')]);
  expect(found.parcels.map(({ number, files }) => [number, files.map(({ name }) => name)])).toEqual([
    [null, ['a.jpg']],
    [null, ['b.jpg']],
    ['tee-1', ['2.jpg', '10.jpg']],
  ]);
});

test('what is brought is taken once', () => {
  const given = at('', 'tee.jpg');
  bring(given);
  expect(brought()).toBe(given);
  expect(brought()).toEqual([]);
});
