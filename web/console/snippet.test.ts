import { expect, test } from 'vitest';
import { policy, snippet } from './snippet.js';

const made = { server: 'https://try.shop.example', key: 'pk_abc', product: 'tee-017' };

test('plain HTML is the script and the element, for this product', () => {
  const page = new DOMParser().parseFromString(snippet('html', made), 'text/html');
  expect(page.querySelector('script')?.getAttribute('src')).toBe('https://try.shop.example/embed.js');
  const element = page.querySelector('vitrine-try-on');
  expect(element?.getAttribute('publishable-key')).toBe('pk_abc');
  expect(element?.getAttribute('product')).toBe('tee-017');
});

test('a number with quotes stays one attribute', () => {
  const product = `a"b'c\\d<e`;
  const page = new DOMParser().parseFromString(snippet('html', { ...made, product }), 'text/html');
  expect(page.querySelector('vitrine-try-on')?.getAttribute('product')).toBe(product);
});

test('what is pasted once for all products of Shopify and WooCommerce names none', () => {
  for (const product of [made.product, null]) {
    expect(snippet('shopify', { ...made, product })).toContain('product="{{ product.handle | escape }}"');
    expect(snippet('woocommerce', { ...made, product })).toContain('esc_attr($product->get_sku() ?:');
  }
  expect(snippet('shopify', made) + snippet('woocommerce', made)).not.toContain('tee-017');
});

test('the policy names what the element needs, and no more', () => {
  expect(policy('https://try.shop.example')).toBe(
    'script-src https://try.shop.example; frame-src https://try.shop.example',
  );
});
