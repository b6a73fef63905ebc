import { html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { panned, STEP, type View, WHOLE, zoomed } from '../../core/zoom.js';
import { controls } from '../../elements/controls.js';
import { voice } from '../../elements/voice.js';
import { VcElement } from '../base.js';
import type { GarmentRead, Point } from '../contract.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';
import { styles } from './bench.styles.js';
import { begun, changes, drawn, type History, moved, nearest, outline, redone, type Stroke, undone } from './draft.js';
import { MaskCanvas } from './mask.js';
import { framed, lying, paint, type Scene } from './paint.js';

type Tool = 'points' | 'brush' | 'erase';
const TOOLS = { points: icons.points, brush: icons.brush, erase: icons.eraser } as const;
const KEYS: Record<string, Tool> = { v: 'points', b: 'brush', e: 'erase' };
const ARROWS: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const REACH = 26;
const MOST = 8;
/** How near a picture is when it is opened. */
const CLOSE = 3;

interface Grip {
  from: Point;
  last: Point;
  /** A landmark under the finger, a stroke, or the picture itself. */
  what: { point: string; shift: Point } | { stroke: Stroke } | 'picture';
  far: boolean;
}

/**
 * @summary Landmarks dragged on a picture, its mask mended with a brush.
 * @event vc-ready - The picture is there and can be worked on.
 * @event vc-next - The person is done with this picture (Enter).
 */
export class VcBench extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) garment!: GarmentRead;
  @state() private tool: Tool = 'points';
  @state() private selected: string | null = null;
  @state() private history: History = begun({});
  @state() private view: View = WHOLE;
  @state() private size = 0.03;
  @state() private told = '';
  @query('.stage') private stage!: HTMLElement;
  @query('canvas') private canvas!: HTMLCanvasElement;
  #scene: Pick<Scene, 'photo' | 'mask' | 'veil'> | null = null;
  #grip: Grip | null = null;
  #hover: Point | null = null;
  #fingers = new Map<number, Point>();
  #drag = 0;
  #due = 0;
  readonly #watch = new ResizeObserver(() => this.#paint());
  /** The canvas has its colours from the theme. */
  readonly #themed = new MutationObserver(() => this.#paint());

  override disconnectedCallback(): void {
    this.#watch.disconnect();
    this.#themed.disconnect();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    this.#watch.observe(this.stage);
    this.#themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('garment')) void this.#open();
  }

  protected override updated(): void {
    this.#scene?.mask.show(this.history.now.strokes);
    this.#paint();
  }

  /** What is to be sent: moved landmarks, or all of them when none was; the mask only when it was drawn on. */
  get mended(): { landmarks: Record<string, Point>; mask: string | null } {
    const { now } = this.history;
    const far = changes(this.garment.landmarks, now);
    const mask = now.strokes.length && this.#scene ? this.#scene.mask.written() : null;
    return { landmarks: Object.keys(far).length || mask ? far : { ...now.points }, mask };
  }

  /** Put the focus where the keys are. */
  override focus(): void {
    this.stage.focus({ preventScroll: true });
  }

  protected override render() {
    const { t, history } = this;
    const m = t.mend;
    const words = { points: m.points, brush: m.brush, erase: m.erase };
    return html`<div class="tools ${this.tool}">
        ${(Object.keys(TOOLS) as Tool[]).map(
          (
            tool,
          ) => html`<button class="tool" type="button" aria-pressed=${this.tool === tool} title=${words[tool]} @click=${() => this.#take(tool)}
          >${TOOLS[tool]}<span class="word">${words[tool]}</span></button>`,
        )}
        ${
          this.tool === 'points'
            ? nothing
            : html`<label class="size"><span class="word">${m.size}</span><input type="range" min="0.005" max="0.12" step="0.005" .value=${String(this.size)}
            @input=${(event: InputEvent) => {
              this.size = Number((event.target as HTMLInputElement).value);
            }}></label>`
        }
        <span class="gap"></span>
        <span class="zoom">
          <button class="tool" type="button" title=${m.zoomOut} aria-label=${m.zoomOut} @click=${() => this.#zoom(1 / STEP)}>${icons.minus}</button>
          <button class="tool" type="button" title=${m.zoomIn} aria-label=${m.zoomIn} @click=${() => this.#zoom(STEP)}>${icons.plus}</button>
          <button class="tool" type="button" title=${m.whole} aria-label=${m.whole} @click=${() => {
            this.view = WHOLE;
          }}>${icons.whole}</button></span>
        <button class="tool" type="button" title=${m.undo} aria-label=${m.undo} aria-disabled=${history.past.length === 0} @click=${() => this.#turn(undone)}>${icons.undo}</button>
        <button class="tool" type="button" title=${m.redo} aria-label=${m.redo} aria-disabled=${history.future.length === 0} @click=${() => this.#turn(redone)}>${icons.redo}</button>
      </div>
      <div class="holder"><div class="stage ${this.tool}" tabindex="0" role="application" aria-label=${m.canvas} aria-describedby="told"
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}
        @pointerleave=${() => {
          this.#hover = null;
          this.#paint();
        }} @wheel=${this.#wheel} @keydown=${this.#key}><canvas aria-hidden="true"></canvas>
          <span class="unseen" id="told" role="status" aria-live="polite">${this.told}</span></div></div>`;
  }

  async #open(): Promise<void> {
    const { garment } = this;
    this.#scene = null;
    this.history = begun(garment.landmarks);
    this.view = WHOLE;
    this.selected = null;
    this.#grip = null;
    const [photo, read] = await Promise.all([image(garment.photo), image(garment.mask)]);
    if (garment !== this.garment) return;
    const veil = document.createElement('canvas');
    const share = Math.min(1, 1400 / Math.max(garment.width, garment.height));
    veil.width = Math.round(garment.width * share);
    veil.height = Math.round(garment.height * share);
    this.#scene = { photo, mask: new MaskCanvas(read, garment.width, garment.height), veil };
    const { clientWidth, clientHeight } = this.stage;
    this.view = framed([clientWidth, clientHeight], this.#extent, garment.landmarks, CLOSE);
    this.emit('vc-ready');
  }

  get #extent(): Point {
    return [this.garment.width, this.garment.height];
  }

  get #radius(): number {
    return this.size * Math.max(...this.#extent);
  }

  #name(point: string): string {
    const { names, sides } = this.t.mend;
    const [, base = point, side] = /^(.*)-(left|right)$/.exec(point) ?? [];
    const said = names[base] ?? base;
    if (side !== 'left' && side !== 'right') return said;
    return voice.language === 'zh' ? `${sides[side]}${said}` : `${sides[side]} ${said}`;
  }

  #paint(): void {
    window.cancelAnimationFrame(this.#due);
    this.#due = window.requestAnimationFrame(() => {
      if (!this.#scene || !this.isConnected) return;
      const { clientWidth: wide, clientHeight: high } = this.stage;
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      this.canvas.width = wide * ratio;
      this.canvas.height = high * ratio;
      const brush = this.tool === 'points' || !this.#hover ? null : { at: this.#hover, radius: this.#radius };
      const { points } = this.history.now;
      const { selected } = this;
      const label = selected ? this.#name(selected) : '';
      const scene = { ...this.#scene, size: this.#extent, points, selected, brush, label };
      paint(this.canvas, scene, lying([wide, high], this.#extent, this.view), ratio);
    });
  }

  #at(event: PointerEvent | WheelEvent): Point {
    const box = this.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #onPicture([x, y]: Point): Point {
    const { clientWidth, clientHeight } = this.stage;
    const lies = lying([clientWidth, clientHeight], this.#extent, this.view);
    return [(x - lies.x) / lies.scale, (y - lies.y) / lies.scale];
  }

  #scale(): number {
    return lying([this.stage.clientWidth, this.stage.clientHeight], this.#extent, this.view).scale;
  }

  #down(event: PointerEvent): void {
    if (!this.#scene) return;
    const here = this.#at(event);
    this.#fingers.set(event.pointerId, here);
    this.stage.setPointerCapture(event.pointerId);
    if (this.#fingers.size > 1) {
      this.#grip = null;
      this.#scene.mask.show(this.history.now.strokes);
      return;
    }
    this.focus();
    event.preventDefault();
    const spot = this.#onPicture(here);
    this.#drag += 1;
    let what: Grip['what'] = 'picture';
    if (event.button === 0 && this.tool !== 'points') {
      what = { stroke: { kind: this.tool === 'brush' ? 'add' : 'erase', radius: this.#radius, path: [spot] } };
      this.#scene.mask.draw(what.stroke);
    } else if (event.button === 0) {
      const point = nearest(this.history.now.points, spot, REACH / this.#scale());
      const at = point ? this.history.now.points[point] : undefined;
      if (point && at) {
        this.#select(point);
        what = { point, shift: [at[0] - spot[0], at[1] - spot[1]] };
      }
    }
    this.#grip = { from: here, last: here, what, far: false };
    this.#paint();
  }

  #move(event: PointerEvent): void {
    const here = this.#at(event);
    if (this.#fingers.size > 1) {
      this.#pinch(event.pointerId, here);
      return;
    }
    this.#fingers.set(event.pointerId, here);
    if (!event.buttons) this.#fingers.delete(event.pointerId);
    const spot = this.#onPicture(here);
    this.#hover = spot;
    const grip = this.#grip;
    if (!grip) {
      this.#paint();
      return;
    }
    grip.far ||= Math.hypot(here[0] - grip.from[0], here[1] - grip.from[1]) > 4;
    if (grip.what === 'picture') {
      const [dx, dy] = [here[0] - grip.last[0], here[1] - grip.last[1]];
      if (grip.far) this.view = panned(this.view, dx / this.stage.clientWidth, dy / this.stage.clientHeight, MOST);
    } else if ('stroke' in grip.what) {
      const { stroke } = grip.what;
      const before = stroke.path.at(-1) ?? spot;
      grip.what = { stroke: { ...stroke, path: [...stroke.path, spot] } };
      this.#scene?.mask.draw({ ...stroke, path: [before, spot] });
    } else if (grip.far) {
      const { point, shift } = grip.what;
      this.#place(point, [spot[0] + shift[0], spot[1] + shift[1]], `drag ${this.#drag}`);
    }
    grip.last = here;
    this.#paint();
  }

  #up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    const grip = this.#grip;
    this.#grip = null;
    if (!grip) return;
    if (grip.what === 'picture') {
      // Without a drag: the chosen point goes where one taps.
      if (!grip.far && this.tool === 'points' && this.selected && event.type === 'pointerup') {
        this.#place(this.selected, this.#onPicture(grip.from), `tap ${this.#drag}`);
      }
    } else if ('stroke' in grip.what) {
      const { stroke } = grip.what;
      this.#scene?.mask.show(this.history.now.strokes);
      this.history = drawn(this.history, stroke);
    } else {
      this.#tell();
    }
  }

  #pinch(finger: number, here: Point): void {
    const [a, b] = [...this.#fingers.keys()];
    if (a === undefined || b === undefined) return;
    const apart = () => {
      const [p, q] = [this.#fingers.get(a), this.#fingers.get(b)];
      return p && q
        ? { far: Math.hypot(p[0] - q[0], p[1] - q[1]), mid: [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2] as Point }
        : null;
    };
    const before = apart();
    this.#fingers.set(finger, here);
    const after = apart();
    if (!before || !after || before.far < 1) return;
    const { clientWidth: wide, clientHeight: high } = this.stage;
    const view = panned(this.view, (after.mid[0] - before.mid[0]) / wide, (after.mid[1] - before.mid[1]) / high, MOST);
    this.view = zoomed(view, after.far / before.far, MOST, after.mid[0] / wide - 0.5, after.mid[1] / high - 0.5);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const [x, y] = this.#at(event);
    const { clientWidth, clientHeight } = this.stage;
    const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015));
    this.view = zoomed(this.view, factor, MOST, x / clientWidth - 0.5, y / clientHeight - 0.5);
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.stage || !this.#scene) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if ((event.ctrlKey || event.metaKey) && key === 'z') this.#turn(event.shiftKey ? redone : undone);
    else if ((event.ctrlKey || event.metaKey) && key === 'y') this.#turn(redone);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === 'Tab') {
      if (!this.#through(event.shiftKey ? -1 : 1)) return;
    } else if (key in ARROWS) this.#nudge(ARROWS[key] ?? [0, 0], event.shiftKey ? 10 : 1);
    else if (KEYS[key]) this.#take(KEYS[key]);
    else if (key === '[' || key === ']') {
      this.size = Math.min(0.12, Math.max(0.005, this.size + (key === ']' ? 0.005 : -0.005)));
    } else if (key === '+' || key === '=') this.#zoom(STEP);
    else if (key === '-') this.#zoom(1 / STEP);
    else if (key === '0') this.view = WHOLE;
    else if (key === 'Enter') this.emit('vc-next');
    else return;
    event.preventDefault();
  }

  /** The next landmark; false at either end, where Tab leaves the picture as everywhere. */
  #through(by: 1 | -1): boolean {
    if (this.tool !== 'points') return false;
    const names = outline(Object.keys(this.history.now.points));
    const at = this.selected ? names.indexOf(this.selected) : by > 0 ? -1 : names.length;
    const next = names[at + by];
    this.#select(next ?? null);
    return next !== undefined;
  }

  #nudge([dx, dy]: Point, by: number): void {
    const at = this.selected ? this.history.now.points[this.selected] : undefined;
    if (!this.selected || !at || this.tool !== 'points') return;
    this.#place(this.selected, [at[0] + dx * by, at[1] + dy * by], `nudge ${this.#drag}`);
    this.#tell();
  }

  #place(point: string, to: Point, run: string): void {
    this.history = moved(this.history, point, to, this.#extent, run);
  }

  #select(point: string | null): void {
    if (point !== this.selected) this.#drag += 1;
    this.selected = point;
    this.#tell();
  }

  #tell(): void {
    const at = this.selected ? this.history.now.points[this.selected] : undefined;
    this.told =
      this.selected && at ? this.t.mend.point(this.#name(this.selected), Math.round(at[0]), Math.round(at[1])) : '';
  }

  #take(tool: Tool): void {
    this.tool = tool;
    this.#hover = null;
  }

  #turn(way: (history: History) => History): void {
    this.history = way(this.history);
  }

  #zoom(factor: number): void {
    this.view = zoomed(this.view, factor, MOST);
  }
}

/** A picture, loaded. */
export async function image(url: string): Promise<HTMLImageElement> {
  const found = new Image();
  found.src = url;
  await found.decode();
  return found;
}

customElements.define('vc-bench', VcBench);
