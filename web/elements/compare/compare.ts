import { html, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { panned, STEP, settled, type View, WHOLE, zoomed } from '../../core/zoom.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import * as icons from '../icons.js';
import { styles } from './compare.styles.js';

/** Where the divider rests when a picture arrives, in percent from the left: the result in full, the handle in sight. */
const REST = 7;
/** How far beyond the picture's own pixels one may zoom. */
const BEYOND = 2;
/** The part of the frame that an arrow key moves the picture by. */
const PAN = 0.12;

/**
 * @summary Before and after in one frame, divided by a handle; zoom into the full resolution and move about.
 * @csspart view - The two pictures.
 * @csspart handle - The divider.
 * @csspart tools - The zoom buttons.
 */
export class VtCompare extends VtElement {
  static override styles = [controls, styles];

  @property() photo = '';
  @property() result = '';
  @property() alt = '';
  /** Pixel width of the result. */
  @property({ type: Number }) pixels = 0;
  /** The divider, in percent from the left. */
  @property({ type: Number }) split = REST;
  @property({ type: Boolean, reflect: true }) zoomed = false;
  @property({ type: Boolean, reflect: true }) arriving = false;
  @state() private view: View = WHOLE;
  readonly #fingers = new Map<number, { x: number; y: number }>();
  #dragging: 'split' | 'view' | null = null;

  constructor() {
    super();
    this.addEventListener('pointerdown', this.#down);
    this.addEventListener('pointermove', this.#move);
    this.addEventListener('pointerup', this.#up);
    this.addEventListener('pointercancel', this.#up);
    this.addEventListener('click', this.#tap);
    this.addEventListener('dblclick', this.#closer);
    this.addEventListener('wheel', this.#wheel, { passive: false });
    this.addEventListener('animationend', () => {
      this.arriving = false;
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('result') && this.result) {
      this.split = REST;
      this.view = WHOLE;
      this.arriving = true;
    }
    this.zoomed = this.view.scale > 1;
  }

  protected override updated(): void {
    // Through the object model: a style attribute in the markup would break the content security policy.
    this.style.setProperty('--split', `${this.split}%`);
    this.style.setProperty('--scale', String(this.view.scale));
    this.style.setProperty('--x', `${this.view.x * 100}%`);
    this.style.setProperty('--y', `${this.view.y * 100}%`);
  }

  protected override render() {
    const { t } = this;
    const after = Math.round(100 - this.split);
    return html`
      <div class="view" part="view" role="group" tabindex="0" aria-label=${t.compare.label}
        @keydown=${this.#viewKey}>
        <img src=${this.photo} alt=${t.compare.before} draggable="false" />
        <div class="after"><img src=${this.result} alt=${this.alt} draggable="false" /></div>
      </div>
      <div class="handle" part="handle" role="slider" tabindex="0" aria-label=${t.compare.slider} aria-valuemin="0"
        aria-valuemax="100" aria-valuenow=${100 - after} aria-valuetext=${t.compare.value(after)} @keydown=${this.#splitKey}>
        <span class="side before" aria-hidden="true" ?data-off=${this.split < 20}>${t.compare.before}</span>
        <span class="side later" aria-hidden="true" ?data-off=${this.split > 75}>${t.compare.after}</span>
        <span class="knob">${icons.sides}</span>
      </div>
      <div class="tools" part="tools">
        ${this.#tool(t.compare.zoomIn, icons.plus, this.view.scale >= this.#most, () => this.#zoom(STEP))}
        ${this.#tool(t.compare.zoomOut, icons.minus, !this.zoomed, () => this.#zoom(1 / STEP))}
        ${this.#tool(t.compare.whole, icons.whole, !this.zoomed, () => this.#show(WHOLE))}
      </div>
      <span class="unseen" role="status">${this.zoomed ? t.compare.zoomed(Math.round(this.view.scale * 100)) : ''}</span>
    `;
  }

  #tool(name: string, drawing: unknown, off: boolean, act: () => void) {
    return html`<button class="round" type="button" aria-label=${name} title=${name} aria-disabled=${off}
      @click=${() => off || act()}>${drawing}</button>`;
  }

  /** The largest useful scale: the picture's own pixels on this screen, twice over. */
  get #most(): number {
    const shown = (this.clientWidth || 1) * (window.devicePixelRatio || 1);
    return Math.max(2, (BEYOND * this.pixels) / shown);
  }

  #show(view: View): void {
    this.view = settled(view, this.#most);
  }

  #zoom(factor: number, px = 0, py = 0): void {
    this.view = zoomed(this.view, factor, this.#most, px, py);
  }

  #place(event: MouseEvent): { x: number; y: number } {
    const box = this.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width - 0.5, y: (event.clientY - box.top) / box.height - 0.5 };
  }

  #slide(percent: number): void {
    this.arriving = false;
    this.split = Math.min(100, Math.max(0, percent));
  }

  /** On the host: the first tap of two has brought the divider under the pointer. */
  #closer(event: MouseEvent): void {
    if ((event.composedPath()[0] as Element).closest('.tools')) return;
    const { x, y } = this.#place(event);
    if (this.zoomed) this.#show(WHOLE);
    else this.#zoom(STEP * STEP, x, y);
  }

  #down(event: PointerEvent): void {
    const target = event.composedPath()[0] as Element;
    if (event.button !== 0 || target.closest('.tools')) return;
    this.#fingers.set(event.pointerId, this.#place(event));
    this.#dragging = !target.closest('.handle') && this.zoomed ? 'view' : 'split';
    if (target.closest('.handle') || this.zoomed) this.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    const was = this.#fingers.get(event.pointerId);
    if (!was) return;
    const is = this.#place(event);
    const [other] = [...this.#fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    if (other) {
      const grown = Math.hypot(is.x - other.x, is.y - other.y) / (Math.hypot(was.x - other.x, was.y - other.y) || 1);
      this.#zoom(grown, (is.x + other.x) / 2, (is.y + other.y) / 2);
    } else if (this.#dragging === 'view') {
      this.view = panned(this.view, is.x - was.x, is.y - was.y, this.#most);
    } else {
      this.#slide((is.x + 0.5) * 100);
    }
    this.#fingers.set(event.pointerId, is);
  }

  #up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    if (this.#fingers.size === 0) this.#dragging = null;
  }

  /** A plain tap takes the divider there: nobody has to drag. */
  #tap(event: MouseEvent): void {
    const target = event.composedPath()[0] as Element;
    if (event.detail > 0 && !this.zoomed && target.closest('.view')) this.#slide((this.#place(event).x + 0.5) * 100);
  }

  /** Pinching on a trackpad arrives as a wheel with ctrl; a plain wheel scrolls the page. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { x, y } = this.#place(event);
    this.#zoom(Math.exp(-event.deltaY / 100), x, y);
  }

  #splitKey(event: KeyboardEvent): void {
    const steps: Record<string, number> = {
      ArrowLeft: -2,
      ArrowDown: -2,
      ArrowRight: 2,
      ArrowUp: 2,
      PageDown: -10,
      PageUp: 10,
    };
    const by = steps[event.key];
    if (by !== undefined) this.#slide(this.split + by);
    else if (event.key === 'Home') this.#slide(0);
    else if (event.key === 'End') this.#slide(100);
    else return;
    event.preventDefault();
  }

  #viewKey(event: KeyboardEvent): void {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [PAN, 0],
      ArrowRight: [-PAN, 0],
      ArrowUp: [0, PAN],
      ArrowDown: [0, -PAN],
    };
    const move = moves[event.key];
    if (move && this.zoomed) this.view = panned(this.view, ...move, this.#most);
    else if (event.key === '+' || event.key === '=') this.#zoom(STEP);
    else if (event.key === '-') this.#zoom(1 / STEP);
    else if (event.key === '0') this.#show(WHOLE);
    else return;
    event.preventDefault();
  }
}

customElements.define('vt-compare', VtCompare);
