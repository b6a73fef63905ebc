/** The mask as it is being mended: the read one and the strokes over it, as coverage in a canvas's alpha. */
import type { Stroke } from './draft.js';

export class MaskCanvas {
  readonly canvas = document.createElement('canvas');
  readonly #base = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  #strokes: readonly Stroke[] = [];

  /** `read`: white on black, of the picture's size. */
  constructor(read: CanvasImageSource, width: number, height: number) {
    for (const canvas of [this.canvas, this.#base]) Object.assign(canvas, { width, height });
    const base = context(this.#base);
    base.drawImage(read, 0, 0, width, height);
    const pixels = base.getImageData(0, 0, width, height);
    for (let i = 0; i < pixels.data.length; i += 4) {
      pixels.data[i + 3] = pixels.data[i] ?? 0;
      pixels.data.fill(255, i, i + 3);
    }
    base.putImageData(pixels, 0, 0);
    this.#context = context(this.canvas);
    this.#context.drawImage(this.#base, 0, 0);
  }

  /** Draw these strokes and no others; what is drawn already is not drawn again. */
  show(strokes: readonly Stroke[]): void {
    const more = this.#strokes.every((stroke, index) => strokes[index] === stroke);
    if (!more) {
      this.#context.globalCompositeOperation = 'copy';
      this.#context.drawImage(this.#base, 0, 0);
    }
    for (const stroke of strokes.slice(more ? this.#strokes.length : 0)) this.draw(stroke);
    this.#strokes = strokes;
  }

  /** Draw one stroke that is still under the hand. */
  draw({ kind, radius, path }: Stroke): void {
    const pen = this.#context;
    pen.globalCompositeOperation = kind === 'add' ? 'source-over' : 'destination-out';
    pen.strokeStyle = '#fff';
    pen.lineWidth = radius * 2;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.beginPath();
    const [first, ...rest] = path;
    if (!first) return;
    pen.moveTo(...first);
    for (const point of rest.length ? rest : [first]) pen.lineTo(...point);
    pen.stroke();
  }

  /** As the server takes it: a `data:` URI of a PNG, white on black, of the picture's size. */
  written(): string {
    const sheet = document.createElement('canvas');
    Object.assign(sheet, { width: this.canvas.width, height: this.canvas.height });
    const pen = context(sheet);
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(this.canvas, 0, 0);
    return sheet.toDataURL('image/png');
  }
}

export function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const found = canvas.getContext('2d');
  if (!found) throw new Error('no 2d canvas');
  return found;
}
