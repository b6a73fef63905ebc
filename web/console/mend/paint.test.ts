import { expect, test } from 'vitest';
import { WHOLE } from '../../core/zoom.js';
import type { Point } from '../contract.js';
import { framed, lying } from './paint.js';

const stage: Point = [400, 300];

/** Where a point of the picture lies on the stage. */
function at([x, y]: Point, size: Point, view: typeof WHOLE): Point {
  const fit = lying(stage, size, view);
  return [fit.x + x * fit.scale, fit.y + y * fit.scale];
}

test('a small garment in a large picture is opened near and in the middle', () => {
  const size: Point = [1000, 1000];
  const points: Record<string, Point> = { neck: [250, 600], 'hem-left': [350, 720], 'hem-right': [150, 720] };
  const view = framed(stage, size, points, 8);
  const [left, right] = [at([150, 720], size, view), at([350, 720], size, view)];
  expect(view.scale).toBeGreaterThan(2);
  expect((left[0] + right[0]) / 2).toBeCloseTo(200);
  expect((at([250, 600], size, view)[1] + left[1]) / 2).toBeCloseTo(150);
  for (const [x, y] of Object.values(points).map((point) => at(point, size, view))) {
    expect(x > 0 && x < 400 && y > 0 && y < 300).toBe(true);
  }
  expect(framed(stage, size, points, 2).scale).toBe(2);
});

test('what fills its picture, or has no points, is opened whole', () => {
  expect(framed(stage, [1000, 1000], { a: [0, 0], b: [1000, 1000] }, 8).scale).toBe(1);
  expect(framed(stage, [1000, 1000], {}, 8)).toEqual(WHOLE);
});
