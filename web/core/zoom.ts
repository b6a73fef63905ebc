/** A view on a picture: 1 shows it whole; (x, y) is the shift of its centre in shares of the frame's sides. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 };
/** One press of a zoom button. */
export const STEP = 1.6;

function bound(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}

/** `view` within its limits: no smaller than whole, no larger than `most`, and never shifted past its edge. */
export function settled({ scale, x, y }: View, most: number): View {
  const size = Math.min(Math.max(scale, 1), Math.max(1, most));
  const slack = (size - 1) / 2;
  return { scale: size, x: bound(x, slack), y: bound(y, slack) };
}

/** `view` scaled by `factor` so that the point (px, py), measured from the frame's centre in its sides, stays put. */
export function zoomed(view: View, factor: number, most: number, px = 0, py = 0): View {
  const scale = Math.min(Math.max(view.scale * factor, 1), Math.max(1, most));
  const grown = scale / view.scale;
  return settled({ scale, x: px - (px - view.x) * grown, y: py - (py - view.y) * grown }, most);
}

export function panned(view: View, dx: number, dy: number, most: number): View {
  return settled({ ...view, x: view.x + dx, y: view.y + dy }, most);
}
