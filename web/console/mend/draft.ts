/** What is being mended: landmarks as they are now, strokes over the mask; every step can be taken back. */
import type { Point } from '../contract.js';

export interface Stroke {
  kind: 'add' | 'erase';
  /** In pixels of the picture. */
  radius: number;
  path: readonly Point[];
}

export interface Draft {
  points: Readonly<Record<string, Point>>;
  strokes: readonly Stroke[];
}

export interface History {
  now: Draft;
  past: readonly Draft[];
  future: readonly Draft[];
  /** What the last step was: steps of one kind in a row are one (a point nudged ten times). */
  last: string;
}

const MOST = 200;

export function begun(points: Record<string, Point>): History {
  return { now: { points: { ...points }, strokes: [] }, past: [], future: [], last: '' };
}

/** A step; `kind` joins it with the step before of the same kind, empty never does. */
function stepped(history: History, now: Draft, kind: string): History {
  const joined = kind !== '' && kind === history.last;
  const past = joined ? history.past : [...history.past, history.now].slice(-MOST);
  return { now, past, future: [], last: kind };
}

/** A landmark at another place, kept within the picture. `run` names a drag or a row of nudges that is one step. */
export function moved(history: History, name: string, to: Point, size: Point, run: string): History {
  const at: Point = [clamp(to[0], size[0] - 1), clamp(to[1], size[1] - 1)];
  return stepped(history, { ...history.now, points: { ...history.now.points, [name]: at } }, `move ${name} ${run}`);
}

export function drawn(history: History, stroke: Stroke): History {
  return stepped(history, { ...history.now, strokes: [...history.now.strokes, stroke] }, '');
}

export function undone(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return { now: before, past: history.past.slice(0, -1), future: [history.now, ...history.future], last: '' };
}

export function redone(history: History): History {
  const [after, ...future] = history.future;
  if (!after) return history;
  return { now: after, past: [...history.past, history.now], future, last: '' };
}

/** Landmarks that lie elsewhere than they were read. */
export function changes(from: Readonly<Record<string, Point>>, { points }: Draft): Record<string, Point> {
  const far = Object.entries(points).filter(([name, [x, y]]) => {
    const before = from[name];
    return !before || Math.hypot(x - before[0], y - before[1]) > 0.01;
  });
  return Object.fromEntries(far);
}

/** The landmark nearest to a place, within `reach`; null: none. */
export function nearest(points: Readonly<Record<string, Point>>, [x, y]: Point, reach: number): string | null {
  let best: [number, string] | null = null;
  for (const [name, [px, py]] of Object.entries(points)) {
    const far = Math.hypot(px - x, py - y);
    if (far <= reach && (!best || far < best[0])) best = [far, name];
  }
  return best?.[1] ?? null;
}

/** The order in which the keyboard goes through them, and the outline is drawn: down the wearer's right, up the left. */
const ROUND = ['neck', 'shoulder', 'cuff-outer', 'cuff-inner', 'slot', 'armpit', 'waist', 'waistband', 'hem'];
const LEGS = ['ankle-outer', 'ankle-inner'];

export function outline(names: readonly string[]): string[] {
  const right = [...ROUND, ...LEGS].map((name) => `${name}-right`);
  const left = [...ROUND, ...LEGS].map((name) => `${name}-left`).reverse();
  const known = ['neck-front', ...right, 'crotch', ...left].filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}

function clamp(value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, 0), most) * 100) / 100;
}
