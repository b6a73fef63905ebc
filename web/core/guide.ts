/** Judgement of a photo before it is sent: plain numbers in, answers out. The landmarks come from elements/pose.ts. */

/** A pose landmark: x and y as shares of the picture's sides, visibility 0..1. */
export interface Landmark {
  x: number;
  y: number;
  visibility?: number;
}

export type Pose = readonly Landmark[];

/** Light of a picture: mean luma and the shares of nearly black and nearly white pixels, all 0..1. */
export interface Light {
  mean: number;
  black: number;
  white: number;
}

export type Advice = 'no-person' | 'several' | 'shoulders' | 'hips' | 'side' | 'dark' | 'bright';

export interface Answer {
  check: 'person' | 'frame' | 'light';
  /** What is wrong; null when the check passes. */
  advice: Advice | null;
}

// BlazePose's numbering.
const SHOULDERS = [11, 12] as const;
const HIPS = [23, 24] as const;

/** Landmarks outside the picture are guessed by the network with low visibility. */
const SEEN = 0.5;
const DARK_MEAN = 0.2;
const BLACK_SHARE = 0.7;
const BRIGHT_MEAN = 0.93;
const WHITE_SHARE = 0.75;
/** Shoulders narrower than this share of the torso's length belong to somebody turned to the side. */
const SIDE = 0.4;

function inside(pose: Pose, points: readonly number[]): boolean {
  return points.every((i) => {
    const point = pose[i];
    if (!point || (point.visibility ?? 1) < SEEN) return false;
    return point.x > 0 && point.x < 1 && point.y > 0 && point.y < 1;
  });
}

function middle(pose: Pose, [a, b]: readonly [number, number]): Landmark {
  const [p, q] = [pose[a] ?? { x: 0, y: 0 }, pose[b] ?? { x: 0, y: 0 }];
  return { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
}

function turned(pose: Pose, aspect: number): boolean {
  const [left, right] = [pose[SHOULDERS[0]], pose[SHOULDERS[1]]];
  if (!left || !right) return false;
  const [top, bottom] = [middle(pose, SHOULDERS), middle(pose, HIPS)];
  const length = Math.hypot((top.x - bottom.x) * aspect, top.y - bottom.y);
  return Math.abs(left.x - right.x) * aspect < SIDE * length;
}

function frame(pose: Pose, aspect: number): Advice | null {
  if (!inside(pose, SHOULDERS)) return 'shoulders';
  if (!inside(pose, HIPS)) return 'hips';
  return turned(pose, aspect) ? 'side' : null;
}

/** Mean luma and clipped shares of RGBA bytes (Rec. 709 weights on the coded values: enough to tell dim from bright). */
export function lightOf(rgba: Uint8ClampedArray): Light {
  let [sum, black, white] = [0, 0, 0];
  const pixels = rgba.length / 4;
  for (let i = 0; i < rgba.length; i += 4) {
    const luma = (0.2126 * (rgba[i] ?? 0) + 0.7152 * (rgba[i + 1] ?? 0) + 0.0722 * (rgba[i + 2] ?? 0)) / 255;
    sum += luma;
    if (luma < 0.08) black += 1;
    if (luma > 0.97) white += 1;
  }
  return { mean: sum / pixels, black: black / pixels, white: white / pixels };
}

function lighting({ mean, black, white }: Light): Advice | null {
  if (mean < DARK_MEAN || black > BLACK_SHARE) return 'dark';
  return mean > BRIGHT_MEAN || white > WHITE_SHARE ? 'bright' : null;
}

/** The server's warnings that say what an answer of the browser has said already. */
const ALIKE: Partial<Record<string, Advice>> = { 'several-people': 'several', turned: 'side', dark: 'dark' };

/** Whether the answers have told already what the server's warning `code` says. */
export function told(answers: readonly Answer[] | null, code: string): boolean {
  const advice = ALIKE[code];
  return advice !== undefined && (answers?.some((answer) => answer.advice === advice) ?? false);
}

/** One person; shoulders and hips in the picture, seen from the front; enough light. `aspect` is width over height. */
export function judge(poses: readonly Pose[], light: Light, aspect: number): Answer[] {
  const [first] = poses;
  const person: Advice | null = !first ? 'no-person' : poses.length > 1 ? 'several' : null;
  const answers: Answer[] = [{ check: 'person', advice: person }];
  if (first) answers.push({ check: 'frame', advice: frame(first, aspect) });
  answers.push({ check: 'light', advice: lighting(light) });
  return answers;
}
