import { html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { controls } from '../../elements/controls.js';
import { voice } from '../../elements/voice.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Person, Product } from '../contract.js';
import * as icons from '../icons.js';
import { hashOf } from '../route.js';
import { pieces } from '../styles.js';
import { Watching } from '../watching.js';
import { styles } from './products.styles.js';
import { nameOf, priceOf, reasonsOf, standing } from './words.js';

const FILTERS = ['', 'yes', 'limits', 'no'] as const;
const PAGE = '30';
const TYPING_MS = 250;
const LOOK_MS = 2500;

/**
 * @summary All products: picture, decision and reasons, whether the shop shows them.
 */
export class VcProducts extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  @state() private items: Product[] | null = null;
  @state() private total = 0;
  @state() private next: string | null = null;
  @state() private verdict = '';
  @state() private search = '';
  @state() private wrong = '';
  /** How many were looked at by an older version. */
  @state() private outdated = 0;
  #typing = 0;
  /** While some are still being looked at. */
  readonly #watching = new Watching(
    this,
    () => this.#refresh(),
    LOOK_MS,
    () => this.items?.some(({ state }) => state !== 'ready') ?? false,
  );
  #asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(async () => {
      this.outdated = (await this.api.outdated()).products;
    });
  }

  protected override reworded(): void {
    void this.#refresh();
  }

  protected override render() {
    const { t } = this;
    const p = t.products;
    const bare = this.items?.length === 0 && !this.verdict && !this.search;
    return html`<div class="top"><div><h1>${p.title}</h1>
        <p role="status">${this.items ? (bare ? '' : p.count(this.total)) : this.wrong ? '' : t.common.loading}</p></div>
        ${bare || this.account.role === 'viewer' ? nothing : html`<a class="button primary" href=${hashOf('add')}>${icons.plus}${p.add}</a>`}</div>
      ${this.outdated && this.account.role !== 'viewer' ? this.#again() : nothing}
      ${bare ? nothing : this.#tools()}
      ${this.wrong ? html`<div class="empty" role="alert"><p>${this.wrong}</p><button class="button" type="button" @click=${() => void this.#watching.now()}>${t.common.retry}</button></div>` : nothing}
      ${
        this.items === null && !this.wrong
          ? html`<ul aria-hidden="true">${[1, 2, 3, 4, 5].map(() => html`<li class="ghost"><span class="thumb"></span><span class="bar"></span></li>`)}</ul>`
          : nothing
      }
      ${bare ? this.#empty() : nothing}
      ${this.items?.length === 0 && !bare ? this.#nothing() : nothing}
      ${
        this.items?.length
          ? html`<ul>${repeat(
              this.items,
              ({ id }) => id,
              (one) => this.#row(one),
            )}</ul>`
          : nothing
      }
      ${this.next ? html`<div class="end"><button class="button" type="button" @click=${() => void this.#load(this.next)}>${p.more}</button></div>` : nothing}`;
  }

  #tools() {
    const { t } = this;
    return html`<div class="tools">
      <div class="find">${icons.search}<input type="search" aria-label=${t.products.search} placeholder=${t.products.search}
        .value=${this.search} @input=${this.#type}></div>
      <div class="tabs" role="group" aria-label=${t.products.filter}>${FILTERS.map(
        (verdict) => html`<button type="button" aria-pressed=${this.verdict === verdict}
          @click=${() => this.#only(verdict)}>${verdict ? t.verdicts[verdict] : t.products.all}</button>`,
      )}</div></div>`;
  }

  #again() {
    const p = this.t.products;
    return html`<div class="older"><p>${p.outdated(this.outdated)}</p>
      <button class="button" type="button" @click=${() => void this.#lookAgain()}>${p.lookAgain}</button></div>`;
  }

  #row(product: Product) {
    const { t } = this;
    const name = nameOf(product, voice.language);
    const verdict = standing(product);
    const [first] = reasonsOf(product);
    const picture = product.pictures.find(({ id }) => id === product.chosen) ?? product.pictures[0];
    const about = [name === product.external_id ? '' : product.external_id, priceOf(product, voice.language)]
      .filter(Boolean)
      .join(' · ');
    const notes = [
      product.decision?.overrule ? t.products.overruled : '',
      product.pictures.some(({ mended }) => mended.length > 0) ? t.products.mended : '',
    ].filter(Boolean);
    return html`<li>
      <a class="thumb wall" href=${hashOf('product', product.id)} tabindex="-1" aria-hidden="true">${
        picture?.thumb ? html`<img src=${picture.thumb} alt="" loading="lazy">` : icons.products
      }</a>
      <div class="what"><a class="title" href=${hashOf('product', product.id)}>${name}</a><span class="muted">${about}</span></div>
      <div class="why"><span class="chip ${verdict}">${verdict === 'wait' ? t.products.deciding : t.verdicts[verdict]}</span>
        ${first && !product.decision?.overrule ? html`<p class="muted">${first.text}</p>` : nothing}
        ${notes.length ? html`<p class="muted">${notes.join(' · ')}</p>` : nothing}</div>
      <button class="switch" type="button" role="switch" aria-checked=${product.published} aria-label=${t.products.publish(name)}
        title=${product.published ? t.products.onShop : t.products.offShop}
        ?disabled=${this.account.role === 'viewer'} @click=${() => void this.#publish(product)}></button></li>`;
  }

  #empty() {
    const p = this.t.products;
    return html`<div class="empty"><div class="drawing">${icons.products}</div><h2>${p.emptyTitle}</h2><p>${p.emptyText}</p>
      <a class="button primary" href=${hashOf('add')}>${icons.plus}${p.add}</a></div>`;
  }

  #nothing() {
    const p = this.t.products;
    return html`<div class="empty"><h2>${p.nothingTitle}</h2><p>${p.nothingText}</p>
      <button class="button" type="button" @click=${() => {
        this.search = '';
        this.#only('');
      }}>${p.clear}</button></div>`;
  }

  #type(event: InputEvent): void {
    this.search = (event.target as HTMLInputElement).value;
    window.clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => void this.#load(), TYPING_MS);
  }

  #only(verdict: string): void {
    this.verdict = verdict;
    void this.#load();
  }

  async #load(cursor: string | null = null): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.wrong = '';
    try {
      const query = { verdict: this.verdict, q: this.search.trim(), limit: PAGE, cursor: cursor ?? '' };
      const page = await this.api.products(query);
      if (asked !== this.#asked) return;
      this.items = cursor ? [...(this.items ?? []), ...page.items] : page.items;
      this.total = page.total;
      this.next = page.next;
    } catch (thrown) {
      if (asked === this.#asked) this.wrong = this.said(thrown);
    }
  }

  /** The first page again while something is being looked at; further pages stay as they are. */
  async #refresh(): Promise<void> {
    if ((this.items?.length ?? 0) <= Number(PAGE)) await this.#load();
  }

  /** Its progress, its end and what changed are shown among the deliveries. */
  async #lookAgain(): Promise<void> {
    await this.tried(async () => {
      await this.api.lookAgain();
      window.location.hash = hashOf('add');
    });
  }

  async #publish(product: Product): Promise<void> {
    await this.tried(async () => {
      const changed = await this.api.changeProduct(product.id, { published: !product.published });
      this.items = this.items?.map((one) => (one.id === changed.id ? changed : one)) ?? null;
    });
  }
}

customElements.define('vc-products', VcProducts);
