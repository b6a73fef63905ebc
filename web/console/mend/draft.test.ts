import { expect, test } from 'vitest';
import type { Point } from '../contract.js';
import { begun, changes, drawn, moved, nearest, outline, redone, undone } from './draft.js';

const SIZE: Point = [100, 200];
const READ: Record<string, Point> = { 'hem-left': [90, 190], 'hem-right': [10, 190], 'neck-front': [50, 10] };

test('a drag is one step, and undo and redo are each other', () => {
  let history = begun(READ);
  for (const x of [11, 14, 20]) history = moved(history, 'hem-right', [x, 180], SIZE, 'drag 1');
  history = moved(history, 'hem-right', [30, 170], SIZE, 'drag 2');
  expect(history.past.length).toBe(2);
  const after = history.now;
  history = undone(history);
  expect(history.now.points['hem-right']).toEqual([20, 180]);
  history = undone(history);
  expect(history.now.points).toEqual(READ);
  expect(undone(history)).toBe(history);
  history = redone(redone(history));
  expect(history.now).toEqual(after);
  expect(redone(history)).toBe(history);
});

test('a new step ends what could be redone', () => {
  let history = undone(moved(begun(READ), 'neck-front', [1, 1], SIZE, ''));
  history = drawn(history, { kind: 'erase', radius: 9, path: [[1, 1]] });
  expect(history.future).toEqual([]);
  expect(history.now.strokes.length).toBe(1);
  expect(history.now.points).toEqual(READ);
});

test('points stay within the picture, and only moved ones are changes', () => {
  const history = moved(begun(READ), 'hem-left', [500, -3], SIZE, '');
  expect(changes(READ, history.now)).toEqual({ 'hem-left': [99, 0] });
  expect(changes(READ, begun(READ).now)).toEqual({});
});

test('the nearest point within reach is taken', () => {
  expect(nearest(READ, [14, 188], 10)).toBe('hem-right');
  expect(nearest(READ, [14, 150], 10)).toBeNull();
});

test('the outline goes around once', () => {
  expect(outline(Object.keys(READ))).toEqual(['neck-front', 'hem-right', 'hem-left']);
  expect(outline(['crotch', 'ankle-inner-left', 'waistband-right', 'odd'])).toEqual([
    'waistband-right',
    'crotch',
    'ankle-inner-left',
    'odd',
  ]);
});
