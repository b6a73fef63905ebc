import { expect, test } from 'vitest';
import { inside, render } from '../../tests/render.js';
import { VtCompare } from './compare.js';

const shown = () => render(new VtCompare(), { photo: 'blob:a', result: 'blob:b', alt: 'In a red top', pixels: 1536 });
const press = async (element: VtCompare, selector: string, key: string) => {
  inside(element, selector).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await element.updateComplete;
};
const value = (element: VtCompare) => inside(element, '[role=slider]').getAttribute('aria-valuenow');

test('the divider is a slider that keys move', async () => {
  const element = await shown();
  expect(value(element)).toBe('7');
  await press(element, '[role=slider]', 'ArrowRight');
  expect(value(element)).toBe('9');
  expect(inside(element, '[role=slider]').getAttribute('aria-valuetext')).toBe('91 % after');
  await press(element, '[role=slider]', 'End');
  expect(value(element)).toBe('100');
  await press(element, '[role=slider]', 'PageDown');
  expect(value(element)).toBe('90');
  await press(element, '[role=slider]', 'Home');
  expect(value(element)).toBe('0');
  expect(element.style.getPropertyValue('--split')).toBe('0%');
});

test('keys zoom and move the picture, never past its edge', async () => {
  const element = await shown();
  await press(element, '.view', '+');
  expect(Number(element.style.getPropertyValue('--scale'))).toBeGreaterThan(1);
  for (let i = 0; i < 20; i += 1) await press(element, '.view', 'ArrowLeft');
  const scale = Number(element.style.getPropertyValue('--scale'));
  expect(Number.parseFloat(element.style.getPropertyValue('--x'))).toBeCloseTo(((scale - 1) / 2) * 100);
  await press(element, '.view', '0');
  expect(element.style.getPropertyValue('--scale')).toBe('1');
});

test('buttons zoom too, and say their limits', async () => {
  const element = await shown();
  const [larger, smaller] = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.tools button') ?? [])];
  expect(smaller?.getAttribute('aria-disabled')).toBe('true');
  larger?.click();
  await element.updateComplete;
  expect(element.zoomed).toBe(true);
  expect(smaller?.getAttribute('aria-disabled')).toBe('false');
});

test('a new result starts whole, with the divider at rest', async () => {
  const element = await shown();
  await press(element, '[role=slider]', 'End');
  await press(element, '.view', '+');
  element.result = 'blob:c';
  await element.updateComplete;
  expect(value(element)).toBe('7');
  expect(element.zoomed).toBe(false);
});

test('the result carries the words of the server for those who do not see it', async () => {
  expect(inside<HTMLImageElement>(await shown(), '.after img').alt).toBe('In a red top');
});
