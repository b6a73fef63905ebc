/** Draws the picture, the veil over what is no garment, the outline and the landmarks. */
import { settled, type View, WHOLE } from '../../core/zoom.js';
import type { Point } from '../contract.js';
import { outline } from './draft.js';
import { context, type MaskCanvas } from './mask.js';

export interface Scene {
  photo: HTMLImageElement;
  mask: MaskCanvas;
  veil: HTMLCanvasElement;
  size: Point;
  points: Readonly<Record<string, Point>>;
  selected: string | null;
  /** Where the brush hovers, in pixels of the picture; null: points are at work. */
  brush: { at: Point; radius: number } | null;
  label: string;
}

export interface Fit {
  /** Pixels of the stage for one of the picture. */
  scale: number;
  x: number;
  y: number;
}

const MARGIN = 28;
const DOT = 5;
/** Room that a point's name needs above it; nearer to the top of the stage it stands below. */
const ABOVE = 40;

/** Where the picture lies on a stage of this size. */
export function lying(stage: Point, size: Point, view: View): Fit {
  const whole = Math.min((stage[0] - 2 * MARGIN) / size[0], (stage[1] - 2 * MARGIN) / size[1]);
  const scale = Math.max(whole, 0.01) * view.scale;
  const x = stage[0] / 2 - (size[0] * scale) / 2 + view.x * stage[0];
  const y = stage[1] / 2 - (size[1] * scale) / 2 + view.y * stage[1];
  return { scale, x, y };
}

/** The view in which the points fill the stage; the whole picture where there are none, or where they fill it already. */
export function framed(stage: Point, size: Point, points: Readonly<Record<string, Point>>, most: number): View {
  const all = Object.values(points);
  if (all.length === 0) return WHOLE;
  const [left, right] = ends(all.map(([x]) => x));
  const [top, bottom] = ends(all.map(([, y]) => y));
  const { scale } = lying(stage, size, WHOLE);
  const [wide, high] = [stage[0] - 2 * MARGIN, stage[1] - 2 * MARGIN];
  const grown = Math.max(1, Math.min(wide / Math.max(right - left, 1), high / Math.max(bottom - top, 1)) / scale);
  const aside = (length: number, middle: number, wide: number) => ((length / 2 - middle) * scale * grown) / wide;
  const x = aside(size[0], (left + right) / 2, stage[0]);
  const y = aside(size[1], (top + bottom) / 2, stage[1]);
  return settled({ scale: grown, x, y }, most);
}

function ends(values: number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

export function paint(canvas: HTMLCanvasElement, scene: Scene, { scale, x, y }: Fit, ratio: number): void {
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--vt-${name}`).trim();
  const pen = context(canvas);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(scene.photo, 0, 0, ...scene.size);
  drawVeil(pen, scene, colour('veil'));
  const one = 1 / scale;
  if (scene.brush) {
    pen.strokeStyle = colour('on-picture');
    pen.lineWidth = 3 * one;
    ring(pen, scene.brush.at, scene.brush.radius);
    pen.strokeStyle = colour('ink');
    pen.lineWidth = one;
    ring(pen, scene.brush.at, scene.brush.radius);
    return;
  }
  drawOutline(pen, scene, colour('accent'), one);
  for (const [name, point] of Object.entries(scene.points)) {
    const chosen = name === scene.selected;
    pen.fillStyle = colour(chosen ? 'accent' : 'on-picture');
    pen.strokeStyle = colour(chosen ? 'on-picture' : 'accent');
    pen.lineWidth = 2 * one;
    pen.beginPath();
    pen.arc(...point, (chosen ? DOT * 1.5 : DOT) * one, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
  const at = scene.selected ? scene.points[scene.selected] : undefined;
  if (at) drawLabel(pen, scene.label, at, one, colour, y + at[1] * scale < ABOVE);
}

function drawVeil(pen: CanvasRenderingContext2D, { veil, mask, size }: Scene, colour: string): void {
  const over = context(veil);
  over.globalCompositeOperation = 'copy';
  over.fillStyle = colour;
  over.fillRect(0, 0, veil.width, veil.height);
  over.globalCompositeOperation = 'destination-out';
  over.drawImage(mask.canvas, 0, 0, veil.width, veil.height);
  pen.drawImage(veil, 0, 0, ...size);
}

function drawOutline(pen: CanvasRenderingContext2D, { points }: Scene, colour: string, one: number): void {
  const round = outline(Object.keys(points)).flatMap((name) => (points[name] ? [points[name]] : []));
  const [first, ...rest] = round;
  if (!first) return;
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.5;
  pen.lineWidth = 1.5 * one;
  pen.beginPath();
  pen.moveTo(...first);
  for (const point of rest) pen.lineTo(...point);
  pen.closePath();
  pen.stroke();
  pen.globalAlpha = 1;
}

function drawLabel(
  pen: CanvasRenderingContext2D,
  text: string,
  [x, y]: Point,
  one: number,
  colour: (name: string) => string,
  below: boolean,
): void {
  pen.font = `600 ${13 * one}px ${getComputedStyle(pen.canvas).fontFamily}`;
  const wide = pen.measureText(text).width;
  const top = y + (below ? 12 : -34) * one;
  pen.fillStyle = colour('ink');
  pen.fillRect(x - wide / 2 - 8 * one, top, wide + 16 * one, 22 * one);
  pen.fillStyle = colour('paper');
  pen.textBaseline = 'middle';
  pen.fillText(text, x - wide / 2, top + 11.5 * one);
}

function ring(pen: CanvasRenderingContext2D, [x, y]: Point, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}
