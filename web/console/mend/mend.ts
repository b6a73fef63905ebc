import { html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import { voice } from '../../elements/voice.js';
import type { ConsoleApi } from '../api.js';
import '../ask.js';
import type { VcAsk } from '../ask.js';
import { VcElement } from '../base.js';
import type { GarmentRead, Person, Product, Slot } from '../contract.js';
import * as icons from '../icons.js';
import { nameOf, reasonsOf } from '../products/words.js';
import { hashOf } from '../route.js';
import { pieces } from '../styles.js';
import './bench.js';
import { image, type VcBench } from './bench.js';
import { styles } from './mend.styles.js';

const MOST = '60';
const SLOTS: readonly Slot[] = ['tops', 'bottoms', 'dresses', 'outerwear'];
const LOOK_MS = 700;

/** A picture in the queue. */
interface Waiting {
  product: Product;
  picture: string;
}

/**
 * @summary What a hand can mend, the nearest first: fix, next.
 */
export class VcMend extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  /** A product and its picture to begin with; empty: the queue's first. */
  @property() product = '';
  @property() picture = '';
  @state() private queue: Waiting[] | null = null;
  @state() private at = 0;
  @state() private garment: GarmentRead | null = null;
  @state() private wrong = '';
  @state() private busy = false;
  @state() private done: Waiting[] = [];
  @query('vc-bench') private bench!: VcBench | null;
  @query('vc-ask') private ask!: VcAsk;
  #ahead = new Map<string, Promise<GarmentRead>>();
  #asked: Element | null = null;

  constructor() {
    super();
    this.addEventListener(
      'click',
      () => {
        this.#asked = this.#focused;
      },
      { capture: true },
    );
  }

  get #focused(): Element | null {
    return this.shadowRoot?.activeElement ?? null;
  }

  /** The picture that was asked for is there: the keys are for it, unless the person has gone elsewhere meanwhile. */
  #ready(): void {
    if (!this.#focused || this.#focused === this.#asked) this.bench?.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('product') || changed.has('picture')) void this.#load();
  }

  /** The reasons beside the bench; what is being mended stays as it is. */
  protected override reworded(): void {
    void this.tried(async () => {
      const { items } = await this.api.products({ sort: 'drag', limit: MOST });
      const told = new Map(items.map((product) => [product.id, product]));
      this.queue =
        this.queue?.map((one) => Object.assign(one, { product: told.get(one.product.id) ?? one.product })) ?? null;
    });
  }

  protected override render() {
    const { t, queue } = this;
    const m = t.mend;
    const near = this.#near.length;
    return html`<div class="top"><div><h1>${m.title}</h1><p role="status">${queue ? (queue.length ? `${m.left(queue.length)}${voice.language === 'zh' ? '' : ' '}${m.lead}` : '') : this.wrong ? '' : t.common.loading}</p></div>
        <div class="row">${this.done.length ? html`<button class="button" type="button" @click=${() => void this.#takeBack()}>${icons.undo}${m.takeBack}</button>` : nothing}
        ${near > 1 && this.#editor ? html`<button class="button" type="button" @click=${() => this.ask.show()}>${icons.tick}${m.accept(near)}</button>` : nothing}</div></div>
      ${this.wrong && !queue ? html`<div class="empty" role="alert"><p>${this.wrong}</p><button class="button" type="button" @click=${() => void this.#load()}>${t.common.retry}</button></div>` : nothing}
      ${queue?.length === 0 ? html`<div class="empty"><div class="drawing">${icons.tick}</div><h2>${m.emptyTitle}</h2><p>${m.emptyText}</p><a class="button" href=${hashOf('products')}>${t.nav.products}</a></div>` : nothing}
      ${queue?.[this.at] ? this.#desk(queue[this.at] as Waiting, queue) : nothing}
      <vc-ask .heading=${m.acceptTitle} .text=${m.acceptText(near)} .go=${m.acceptGo} @vc-yes=${() => void this.#accept()}></vc-ask>`;
  }

  #desk({ product }: Waiting, queue: Waiting[]) {
    const { t } = this;
    const m = t.mend;
    const name = nameOf(product, voice.language);
    const said = reasonsOf(product);
    const reasons = said.map(({ text }) => text);
    if (product.drag && !said.some(({ code }) => code === 'shape-unsure')) reasons.unshift(m.unsure);
    return html`<div class="desk">
      ${
        this.garment
          ? html`<vc-bench .garment=${this.garment} @vc-ready=${() => this.#ready()} @vc-next=${() => void this.#next()}></vc-bench>`
          : html`<div class="blank"><p role=${this.wrong ? 'alert' : 'status'}>${this.wrong || t.common.loading}</p></div>`
      }
      <div class="side">
        <div class="go">${this.#editor ? html`<button class="button primary" type="button" aria-disabled=${this.busy || !this.garment} @click=${() => void this.#next()}>${m.next}<kbd class="hands">${m.nextKey}</kbd></button>` : nothing}
          <button class="button" type="button" aria-disabled=${queue.length < 2} @click=${() => this.#skip()}>${m.skip}</button></div>
        <div><h2><a href=${hashOf('product', product.id)}>${name}</a></h2>${name === product.external_id ? nothing : html`<p class="muted">${product.external_id}</p>`}</div>
        ${this.#editor && this.garment ? this.#category(this.garment) : nothing}
        ${reasons.length ? html`<ul class="reasons" aria-label=${m.reasons}>${reasons.map((text) => html`<li>${text}</li>`)}</ul>` : nothing}
        <div class="queue" role="group" aria-label=${m.title}>${queue.map(
          (
            one,
            index,
          ) => html`<button type="button" aria-current=${index === this.at ? 'true' : nothing} aria-label=${nameOf(one.product, voice.language)}
          @click=${() => void this.#to(index)}>${thumb(one)}</button>`,
        )}</div>
        ${this.done.length ? html`<p class="muted" role="status">${m.done(this.done.length)}</p>` : nothing}
        <details class="hands" open><summary>${m.keysTitle}</summary><dl class="keys">${m.keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl></details>
      </div></div>`;
  }

  /** Points of another kind of garment are no matter of dragging. */
  #category({ category }: GarmentRead) {
    const { t } = this;
    return html`<div class="field"><label for="category">${t.product.category}</label>
      <select id="category" @change=${(event: Event) => void this.#reread((event.target as HTMLSelectElement).value)}>
      ${SLOTS.map((slot) => html`<option value=${slot} ?selected=${slot === category}>${t.slots[slot]}</option>`)}</select></div>`;
  }

  /** Have the picture looked at as another category, and show its points when that is done. */
  async #reread(category: string): Promise<void> {
    const one = this.queue?.[this.at];
    if (!one) return;
    this.garment = null;
    await this.tried(async () => {
      let product = await this.api.changeProduct(one.product.id, { category });
      while (product.state !== 'ready' && this.isConnected) {
        await new Promise((go) => setTimeout(go, LOOK_MS));
        product = await this.api.product(one.product.id);
      }
      this.#ahead.delete(one.picture);
      const now = { ...one, product };
      this.queue = this.queue?.map((other) => (other === one ? now : other)) ?? null;
    });
    await this.#to(this.at);
  }

  get #editor(): boolean {
    return this.account.role !== 'viewer';
  }

  /** Those that one drag may fix, or none at all: their landmarks alone are unsure. */
  get #near(): Waiting[] {
    return (this.queue ?? []).filter(({ product }) => product.drag === 1);
  }

  async #load(): Promise<void> {
    this.queue = null;
    this.garment = null;
    this.wrong = '';
    this.done = [];
    try {
      const { items } = await this.api.products({ sort: 'drag', limit: MOST });
      const queue = items.flatMap((product) => (product.chosen ? [{ product, picture: product.chosen }] : []));
      if (this.product && this.picture) {
        const product = await this.api.product(this.product);
        const rest = queue.filter(({ picture }) => picture !== this.picture);
        this.queue = [{ product, picture: this.picture }, ...rest];
      } else this.queue = queue;
      this.emit('vc-changed');
      await this.#to(0);
    } catch (thrown) {
      this.wrong = this.said(thrown);
    }
  }

  async #to(index: number): Promise<void> {
    const one = this.queue?.[index];
    this.at = index;
    this.garment = null;
    this.wrong = '';
    if (!one) return;
    try {
      const garment = await this.#read(one);
      if (this.queue?.[this.at] !== one) return;
      this.garment = garment;
      const after = this.queue[index + 1];
      if (after) void this.#read(after).catch(() => {});
    } catch (thrown) {
      this.wrong = this.said(thrown) || this.t.mend.noGarment;
    }
  }

  /** What was read from a picture; asked for once, and its pictures loaded ahead. */
  #read({ product, picture }: Waiting): Promise<GarmentRead> {
    const known = this.#ahead.get(picture);
    if (known) return known;
    const asked = this.api.garment(product.id, picture).then(async (garment) => {
      await Promise.all([image(garment.photo), image(garment.mask)]);
      return garment;
    });
    asked.catch(() => this.#ahead.delete(picture));
    this.#ahead.set(picture, asked);
    return asked;
  }

  /** Keep what is mended and go on; what waits on the server does not hold the person up. */
  async #next(): Promise<void> {
    const one = this.queue?.[this.at];
    const { bench } = this;
    if (!one || !bench || this.busy || !this.#editor) return;
    this.busy = true;
    const { landmarks, mask } = bench.mended;
    const saved = await this.tried(() => this.api.mend(one.product.id, one.picture, landmarks, mask));
    this.busy = false;
    if (!saved) return;
    this.#ahead.delete(one.picture);
    this.done = [...this.done, one];
    this.say(this.t.mend.saved);
    this.#out(one);
  }

  #out(one: Waiting): void {
    this.queue = (this.queue ?? []).filter((other) => other !== one);
    this.emit('vc-changed');
    void this.#to(Math.min(this.at, this.queue.length - 1));
  }

  #skip(): void {
    if (this.queue && this.queue.length > 1) void this.#to((this.at + 1) % this.queue.length);
  }

  async #takeBack(): Promise<void> {
    const one = this.done.at(-1);
    if (!one) return;
    await this.tried(async () => {
      await this.api.unmend(one.product.id, one.picture);
      this.#ahead.delete(one.picture);
      this.done = this.done.slice(0, -1);
      this.queue = [one, ...(this.queue ?? [])];
      this.emit('vc-changed');
      await this.#to(0);
    });
  }

  /** Take the landmarks of all near ones as right, one after the other; what fails stays. */
  async #accept(): Promise<void> {
    let count = 0;
    this.busy = true;
    await this.tried(async () => {
      for (const one of this.#near) {
        const { landmarks } = await this.#read(one);
        await this.api.mend(one.product.id, one.picture, landmarks, null);
        this.#ahead.delete(one.picture);
        this.done = [...this.done, one];
        this.queue = (this.queue ?? []).filter((other) => other !== one);
        count += 1;
      }
    });
    this.busy = false;
    if (count) this.say(this.t.mend.accepted(count));
    this.emit('vc-changed');
    await this.#to(0);
  }
}

function thumb({ product, picture }: Waiting) {
  const found = product.pictures.find(({ id }) => id === picture)?.thumb;
  return found ? html`<img src=${found} alt="">` : nothing;
}

customElements.define('vc-mend', VcMend);
