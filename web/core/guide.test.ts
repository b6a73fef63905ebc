import { expect, test } from 'vitest';
import { type Advice, judge, type Landmark, type Light, lightOf, told } from './guide.js';

const GOOD: Light = { mean: 0.5, black: 0.05, white: 0.1 };

/** A person facing the camera: shoulders at a quarter, hips at three fifths of the height. */
function standing(change: Record<number, Partial<Landmark>> = {}): Landmark[] {
  const pose = Array.from({ length: 33 }, () => ({ x: 0.5, y: 0.5, visibility: 0.99 }));
  for (const [i, x, y] of [
    [11, 0.65, 0.25],
    [12, 0.35, 0.25],
    [23, 0.58, 0.6],
    [24, 0.42, 0.6],
  ] as const) {
    pose[i] = { x, y, visibility: 0.99, ...change[i] };
  }
  return pose;
}

const advice = (poses: Landmark[][], light = GOOD): (Advice | null)[] =>
  judge(poses, light, 0.75).map((answer) => answer.advice);

test('a good photo passes each check', () => {
  expect(judge([standing()], GOOD, 0.75)).toEqual([
    { check: 'person', advice: null },
    { check: 'frame', advice: null },
    { check: 'light', advice: null },
  ]);
});

test('nobody, and several people', () => {
  expect(advice([])).toEqual(['no-person', null]);
  expect(advice([standing(), standing()])).toEqual(['several', null, null]);
});

test('shoulders or hips outside the picture, or only guessed', () => {
  expect(advice([standing({ 11: { x: 1.04 } })])[1]).toBe('shoulders');
  expect(advice([standing({ 23: { y: 1.2 } })])[1]).toBe('hips');
  expect(advice([standing({ 24: { visibility: 0.2 } })])[1]).toBe('hips');
});

test('a body turned to the side', () => {
  expect(advice([standing({ 11: { x: 0.53 }, 12: { x: 0.47 } })])[1]).toBe('side');
});

test('light is judged by brightness and by what is lost in black or white', () => {
  const filled = (value: number) => new Uint8ClampedArray(400).fill(value);
  expect(lightOf(filled(255))).toMatchObject({ black: 0, white: 1 });
  expect(advice([standing()], lightOf(filled(20)))[2]).toBe('dark');
  expect(advice([standing()], lightOf(filled(250)))[2]).toBe('bright');
  expect(advice([standing()], lightOf(filled(130)))[2]).toBe(null);
});

test('what the browser has said, the server need not say again', () => {
  const answers = judge([standing()], lightOf(new Uint8ClampedArray(400).fill(20)), 0.75);
  expect(told(answers, 'dark')).toBe(true);
  expect(told(answers, 'several-people')).toBe(false);
  expect(told(answers, 'small')).toBe(false);
  expect(told(null, 'dark')).toBe(false);
});
