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

const names = (files: File[]) => files.map(({ name }) => name);

test('loose pictures of one product go together, in order; strangers aside', () => {
  const found = sorted([
    ...at('', 'tee_back.jpg', 'tee.jpg', 'dress.webp', 'notes.txt', '.DS_Store'),
    { file: file('IMG_1', 'image/heic'), folder: '' },
  ]);
  expect(found.parcels.map(names)).toEqual([['dress.webp'], ['IMG_1'], ['tee_back.jpg', 'tee.jpg']]);
  expect([found.feeds, found.folders, found.others]).toEqual([[], [], ['notes.txt']]);
});

test('a table by itself is a feed; beside pictures both are one folder', () => {
  expect(names(sorted(at('', 'products.csv')).feeds)).toEqual(['products.csv']);
  const both = sorted(at('', 'products.csv', 'tee.jpg', 'notes.txt'));
  expect([both.parcels, both.feeds, both.others]).toEqual([[], [], []]);
  expect(both.folders.map(({ name, files }) => [name, [...files.keys()]])).toEqual([
    ['', ['notes.txt', 'products.csv', 'tee.jpg']],
  ]);
});

test('a folder goes as it is, each by itself; hidden files stay, strangers go as their names', () => {
  const { folders } = sorted([
    ...at('店', 'a.jpg', 'products.csv', 'film.mov', '.DS_Store'),
    ...at('店/tee-1/more', '2.jpg'),
    ...at('店/.git', 'x.jpg'),
    ...at('other', 'a.jpg'),
  ]);
  expect(folders.map(({ name, files }) => [name, [...files].map(([path, { size }]) => [path, size])])).toEqual([
    ['other', [['a.jpg', 1]]],
    [
      '店',
      [
        ['a.jpg', 1],
        ['film.mov', 0],
        ['products.csv', 1],
        ['tee-1/more/2.jpg', 1],
      ],
    ],
  ]);
});

test('what is brought is taken once', () => {
  const given = at('', 'tee.jpg');
  bring(given);
  expect(brought()).toBe(given);
  expect(brought()).toEqual([]);
});
