import { expect, test } from 'vitest';
import type { Piece } from '../../core/tryon.js';
import { heard, inside, render } from '../../tests/render.js';
import { DEMO } from '../../tests/server.js';
import { VtLook } from './look.js';

const piece = (key: string) =>
  ({
    key,
    id: key,
    name: key,
    url: '',
    category: 'tops',
    sending: false,
    problem: null,
    warnings: [],
    fits: [],
    size: '',
    tucked: false,
  }) as unknown as Piece;

test('a product shows its price and sizes; one that cannot be tried on is a picture and no button', async () => {
  const [tee] = DEMO.garments;
  if (!tee) throw new Error('no garment');
  const garments = [
    { ...tee, price: '€9.00', sizes: ['S', 'M'] },
    { ...tee, id: 'p', name: 'Vase', plain: true },
  ];
  const element = await render(new VtLook(), { garments, look: [] });
  const [first, second] = [...element.renderRoot.querySelectorAll('.rail li')];
  expect(first?.querySelector('button')?.textContent).toContain('€9.00');
  expect(first?.textContent).toContain('Sizes S, M');
  expect(second?.querySelector('button')).toBeNull();
  expect(second?.textContent).toContain('Vase');
});

test('a garment is a pressed button with its own words for those who do not see it', async () => {
  const element = await render(new VtLook(), { garments: DEMO.garments, look: [piece('demo:tee')] });
  const events = heard(element, 'vt-wear');
  const tiles = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.tile:not(.add)') ?? [])];
  expect(tiles.map((tile) => tile.getAttribute('aria-pressed'))).toEqual(['true', 'false']);
  expect(tiles[0]?.querySelector('img')?.alt).toBe('A picture');
  tiles[1]?.click();
  expect(events).toEqual([['vt-wear', { id: 'demo:coat' }]]);
});

test('pieces worn are listed from the skin outward and can be taken off', async () => {
  const element = await render(new VtLook(), { look: [piece('a'), piece('b')] });
  const events = heard(element, 'vt-take-off');
  const [, second] = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.layer .round') ?? [])];
  expect(second?.getAttribute('aria-label')).toBe('Take off: b');
  second?.click();
  expect(events).toEqual([['vt-take-off', { key: 'b' }]]);
});

test('a piece with a size chart is worn in the size that is chosen', async () => {
  const sized = { ...piece('tee'), fits: ['S', 'M', 'XL'], size: 'M' };
  const element = await render(new VtLook(), { look: [sized, piece('coat')] });
  const events = heard(element, 'vt-sized');
  const radios = [...(element.shadowRoot?.querySelectorAll<HTMLInputElement>('.fits input') ?? [])];
  expect(radios.map((radio) => radio.checked)).toEqual([false, true, false]);
  expect(inside(element, '.fits legend').textContent).toBe('Size to try on: tee');
  radios[2]?.click();
  expect(events).toEqual([['vt-sized', { key: 'tee', size: 'XL' }]]);
});

test('a top is worn over or tucked in; what is no top has no such choice', async () => {
  const coat = { ...piece('coat'), category: 'outerwear' } as Piece;
  const element = await render(new VtLook(), { look: [piece('tee'), coat] });
  const events = heard(element, 'vt-tucked');
  const radios = [...(element.shadowRoot?.querySelectorAll<HTMLInputElement>('.wearing input') ?? [])];
  expect(radios.map((radio) => radio.checked)).toEqual([true, false]);
  expect(inside(element, '.wearing legend').textContent).toBe('How to wear it: tee');
  expect(inside(element, '.wearing').textContent?.replace(/\s+/g, ' ')).toContain('Over');
  radios[1]?.click();
  expect(events).toEqual([['vt-tucked', { key: 'tee', tucked: true }]]);
});

test('the button says what is in the way and does nothing until it is gone', async () => {
  const element = await render(new VtLook(), { obstacle: 'First choose who wears it', label: 'Try it on' });
  const events = heard(element, 'vt-go');
  const go = inside(element, '.go button');
  go.click();
  expect(events).toEqual([]);
  expect(go.getAttribute('aria-disabled')).toBe('true');
  element.obstacle = '';
  await element.updateComplete;
  go.click();
  expect(events.length).toBe(1);
  expect(go.textContent?.trim()).toBe('Try it on');
});

test('a garment picture dropped here is a garment', async () => {
  const element = await render(new VtLook());
  const events = heard(element, 'vt-garment');
  const file = new File(['x'], 'tee.png', { type: 'image/png' });
  const drop = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: { files: [file] } });
  element.dispatchEvent(drop);
  expect(drop.defaultPrevented).toBe(true);
  expect(events).toEqual([['vt-garment', { file }]]);
});
