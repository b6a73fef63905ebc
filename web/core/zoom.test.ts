import { expect, test } from 'vitest';
import { panned, settled, WHOLE, zoomed } from './zoom.js';

test('the point under the finger stays put', () => {
  const view = zoomed(WHOLE, 2, 8, 0.2, -0.1);
  // A point p of the picture is seen at x + scale * p; the finger was on p = (0.2, -0.1).
  expect(view.x + view.scale * 0.2).toBeCloseTo(0.2);
  expect(view.y + view.scale * -0.1).toBeCloseTo(-0.1);
});

test('the picture covers its frame at every scale', () => {
  for (const view of [zoomed(WHOLE, 3, 8, 0.5, 0.5), panned({ scale: 2, x: 0, y: 0 }, 9, -9, 8)]) {
    expect(Math.abs(view.x)).toBeLessThanOrEqual((view.scale - 1) / 2 + 1e-9);
    expect(Math.abs(view.y)).toBeLessThanOrEqual((view.scale - 1) / 2 + 1e-9);
  }
});

test('scale stays between the whole and the most', () => {
  expect(zoomed(WHOLE, 0.2, 4)).toEqual(WHOLE);
  expect(zoomed(WHOLE, 100, 4).scale).toBe(4);
  expect(settled({ scale: 3, x: 2, y: 0 }, 0.5)).toEqual({ scale: 1, x: 0, y: 0 });
});
