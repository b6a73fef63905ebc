import { expect, test } from 'vitest';
import type { ShopProduct } from './contract.js';
import { priced, tile } from './shop.js';

const PRODUCT: ShopProduct = {
  id: '1',
  external_id: 'tee',
  garment: 'product:1',
  name: 'Tee',
  alt: 'red top',
  price: '1299.00',
  currency: 'EUR',
  category: 'tops',
  sizes: ['S', 'M'],
  pictures: [{ url: '/p/1/photo', thumb: '/p/1/thumb', width: 900, height: 1200 }],
};

test('a price is written as the reader writes it', () => {
  expect(priced(PRODUCT, 'en')).toBe('€1,299.00');
  expect(priced({ price: '99', currency: 'CNY' }, 'zh-CN')).toBe('¥99.00');
  expect(priced({ price: '99', currency: null }, 'en')).toBe('99');
  expect(priced({ price: '99', currency: 'no' }, 'en')).toBe('99 no');
  expect(priced({ price: null, currency: 'EUR' }, 'en')).toBe('');
});

test('a product can be tried on in the sizes of its chart, the usual one unless another is chosen', () => {
  const size_chart = { rows: [{ size: 'S' }, { size: 'M' }] };
  expect(tile({ ...PRODUCT, size_chart, size: 'M' }, 'en')).toMatchObject({ fits: ['S', 'M'], size: 'M' });
  expect(tile({ ...PRODUCT, size_chart, size: null }, 'en')).toMatchObject({ fits: [], size: '' });
  expect(tile(PRODUCT, 'en')).toMatchObject({ fits: [], size: '' });
});

test('a product is a tile, a plain one where it cannot be tried on, none without a picture', () => {
  expect(tile(PRODUCT, 'en')).toMatchObject({ id: 'product:1', url: '/p/1/thumb', plain: false, sizes: ['S', 'M'] });
  expect(tile({ ...PRODUCT, garment: null }, 'en')).toMatchObject({ id: '1', plain: true });
  expect(tile({ ...PRODUCT, pictures: [] }, 'en')).toBeNull();
});
