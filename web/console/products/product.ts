import { html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { Problem } from '../../core/problem.js';
import { controls } from '../../elements/controls.js';
import { voice } from '../../elements/voice.js';
import type { ConsoleApi } from '../api.js';
import '../ask.js';
import type { VcAsk } from '../ask.js';
import { VcElement } from '../base.js';
import type { Keys, Person, Picture, Product, Reason, Slot } from '../contract.js';
import * as icons from '../icons.js';
import '../pages/code.js';
import { hashOf } from '../route.js';
import { pieces } from '../styles.js';
import './decision.js';
import './preview.js';
import { styles } from './product.styles.js';
import './sizes.js';
import { nameOf, priceOf, said } from './words.js';

const SLOTS: readonly Slot[] = ['tops', 'bottoms', 'dresses', 'outerwear'];
const LOOK_MS = 1500;

/**
 * @summary One product: its pictures and the one that is tried on, its decision, sizes, six people, the code to paste.
 */
export class VcProduct extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  /** A product's id. */
  @property() product = '';
  @state() private found: Product | null = null;
  @state() private keys: Keys | null = null;
  @state() private picture = '';
  @state() private evidence: Reason | null = null;
  @state() private wrong = '';
  /** There is no such product, or no longer. */
  @state() private gone = false;
  @query('vc-ask') private ask!: VcAsk;
  #looking = 0;

  override disconnectedCallback(): void {
    window.clearTimeout(this.#looking);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('product')) return;
    this.found = null;
    void this.#load();
    void this.tried(async () => {
      this.keys = await this.api.keys();
    });
  }

  protected override reworded(): void {
    void this.#load();
  }

  protected override render() {
    const { t, found } = this;
    const p = t.product;
    if (!found) {
      return html`<p class="back"><a class="quiet" href=${hashOf('products')}>${icons.back}${t.common.back}</a></p>
        ${this.gone ? html`<div class="empty" role="alert"><h2>${p.goneTitle}</h2><p>${p.goneText}</p><a class="button" href=${hashOf('products')}>${t.nav.products}</a></div>` : nothing}
        ${this.wrong ? html`<div class="empty" role="alert"><p>${this.wrong}</p><button class="button" type="button" @click=${() => void this.#load()}>${t.common.retry}</button></div>` : this.gone ? nothing : html`<p class="wait">${t.common.loading}</p>`}`;
    }
    const name = nameOf(found, voice.language);
    const editor = this.account.role !== 'viewer';
    return html`<p class="back"><a class="quiet" href=${hashOf('products')}>${icons.back}${t.common.back}</a></p>
      <div class="top"><div><h1>${name}</h1><p>${[name === found.external_id ? '' : found.external_id, priceOf(found, voice.language)].filter(Boolean).join(' · ')}</p></div>
        <div class="row"><span class="label" id="publish">${found.published ? t.products.onShop : t.products.offShop}</span>
          <button class="switch" type="button" role="switch" aria-checked=${found.published} aria-label=${t.products.publish(name)} ?disabled=${!editor}
            @click=${() => void this.#change({ published: !found.published })}></button></div></div>
      <div class="sheet" @vc-product=${(event: CustomEvent<Product>) => this.#take(event.detail)} @vc-reread=${() => void this.#load()}>
        <section aria-label=${p.picturesTitle}>${this.#pictures(found, editor)}</section>
        <div class="sides">
          <section><h2>${p.decisionTitle}</h2><vc-decision .api=${this.api} .account=${this.account} .product=${found} .shown=${this.evidence}
            @vc-evidence=${(event: CustomEvent<Reason | null>) => this.#show(event.detail)}></vc-decision></section>
          <section><h2>${p.read}</h2>${this.#facts(found, editor)}</section>
        </div>
        ${found.verdict === 'yes' || found.verdict === 'limits' ? html`<section class="wide"><h2>${p.previewTitle}</h2><vc-preview .api=${this.api} .product=${found.id}></vc-preview></section>` : nothing}
        <section class="wide"><h2>${p.codeTitle}</h2><p class="muted">${p.codeText}</p>
          <vc-code .keys=${this.keys?.items ?? []} .server=${this.keys?.server ?? ''} .product=${found.external_id}></vc-code></section>
        <section class="wide"><h2>${p.sizesTitle}</h2><vc-sizes .api=${this.api} .account=${this.account} .product=${found}></vc-sizes></section>
        ${editor ? html`<div class="wide"><button class="quiet" type="button" @click=${() => this.ask.show()}>${icons.bin}${p.remove}</button></div>` : nothing}
      </div>
      <vc-ask .heading=${p.removeTitle} .text=${p.removeText} .go=${p.remove} @vc-yes=${() => void this.#remove()}></vc-ask>`;
  }

  #pictures(product: Product, editor: boolean) {
    const p = this.t.product;
    const shown = product.pictures.find(({ id }) => id === this.picture);
    const chosen = shown?.id === product.chosen;
    return html`<div class="stage wall">${shown?.url ? this.#shown(shown) : html`<p class="wait">${shown?.error?.detail ?? this.t.products.noPicture}</p>`}</div>
      ${
        product.pictures.length > 1
          ? html`<div class="strip" role="group" aria-label=${p.picturesTitle}>${product.pictures.map(
              (
                one,
                index,
              ) => html`<button type="button" aria-pressed=${one.id === this.picture} aria-label="${this.t.pictureRoles[one.role]} ${index + 1}"
        @click=${() => {
          this.picture = one.id;
          this.evidence = null;
        }}>${one.thumb ? html`<img src=${one.thumb} alt="">` : nothing}${one.id === product.chosen ? html`<span class="tag">${p.chosen}</span>` : nothing}</button>`,
            )}</div>`
          : nothing
      }
      ${chosen && product.pictures.length > 1 && product.verdict !== 'no' ? html`<p class="muted">${product.chosen_by === 'merchant' ? p.chosenByYou : p.chosenByRule}</p>` : nothing}
      ${
        editor
          ? html`<div class="row">
        ${shown && shown.state === 'ready' && shown.facts?.category ? html`<a class="button" href=${hashOf('mend', product.id, shown.id)}>${icons.mend}${p.mend}</a>` : nothing}
        ${shown && !chosen && shown.state === 'ready' ? html`<button class="button" type="button" @click=${() => void this.#change({ chosen: shown.id })}>${p.choose}</button>` : nothing}
        ${product.chosen_by === 'merchant' ? html`<button class="button" type="button" @click=${() => void this.#change({ chosen: null })}>${p.letRule}</button>` : nothing}
        <label class="button">${icons.upload}${p.addPicture}<input class="hidden-input" type="file" accept="image/*,.heic,.avif" @change=${this.#addPicture}></label>
        ${shown && product.pictures.length > 1 ? html`<button class="quiet" type="button" @click=${() => void this.#removePicture(shown)}>${icons.bin}${p.removePicture}</button>` : nothing}
      </div>`
          : nothing
      }`;
  }

  #shown(picture: Picture) {
    const box = this.evidence?.box;
    return html`<div class="shown"><img src=${picture.url ?? ''} width=${picture.width} height=${picture.height} alt=${this.t.pictureRoles[picture.role]}>
      ${
        box && picture.id === this.found?.chosen
          ? html`<svg class="evidence" viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-label=${this.evidence?.text ?? ''}>
          <rect x=${box.x} y=${box.y} width=${box.width} height=${box.height} vector-effect="non-scaling-stroke"/></svg>`
          : nothing
      }</div>`;
  }

  #facts(product: Product, editor: boolean) {
    const { t } = this;
    const facts = product.pictures.find(({ id }) => id === this.picture)?.facts;
    const sure = facts?.confidence;
    const words = [
      said(t.kinds[facts?.kind ?? ''], facts?.kind_confidence),
      said(t.kinds[facts?.photo_type ?? ''], sure?.photo_type),
      said(t.kinds[facts?.pattern ?? ''], sure?.pattern),
      said(t.sleeves[facts?.sleeve ?? ''], sure?.sleeve),
      said(t.necklines[facts?.neckline_form ?? ''], sure?.neckline),
      said(t.hems[facts?.hem_length ?? ''], sure?.hem),
    ].filter(Boolean);
    return html`${words.length ? html`<p>${words.join(' · ')}</p>` : nothing}
      <div class="field"><label for="category">${t.product.category}</label><select id="category" ?disabled=${!editor}
        @change=${(event: Event) => void this.#change({ category: (event.target as HTMLSelectElement).value || null })}>
        <option value="" ?selected=${!product.category}>${t.product.categoryAuto}</option>
        ${SLOTS.map((slot) => html`<option value=${slot} ?selected=${product.category === slot}>${t.slots[slot]}</option>`)}</select></div>
      ${editor ? html`<div><button class="quiet" type="button" @click=${() => void this.#again()}>${icons.turn}${t.product.again}</button></div>` : nothing}`;
  }

  #show(reason: Reason | null): void {
    this.evidence = reason;
    if (reason && this.found?.chosen) this.picture = this.found.chosen;
  }

  #take(product: Product): void {
    const shown = this.found?.chosen === product.chosen ? this.evidence : null;
    this.evidence =
      product.decision?.reasons.find(({ code, mode }) => code === shown?.code && mode === shown.mode) ?? null;
    this.found = product;
    if (!product.pictures.some(({ id }) => id === this.picture)) {
      this.picture = product.chosen ?? product.pictures[0]?.id ?? '';
    }
    this.emit('vc-changed');
    window.clearTimeout(this.#looking);
    if (product.state !== 'ready' && this.isConnected) {
      this.#looking = window.setTimeout(() => void this.#load(), LOOK_MS);
    }
  }

  async #load(): Promise<void> {
    this.wrong = '';
    this.gone = false;
    try {
      this.#take(await this.api.product(this.product));
    } catch (thrown) {
      this.gone = Problem.of(thrown).status === 404;
      if (!this.gone) this.wrong = this.said(thrown);
    }
  }

  async #change(change: Record<string, unknown>): Promise<void> {
    await this.tried(async () => this.#take(await this.api.changeProduct(this.product, change)));
  }

  async #again(): Promise<void> {
    await this.tried(() => this.api.analyse(this.product));
    await this.#load();
  }

  async #addPicture(event: Event): Promise<void> {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (!file) return;
    await this.tried(() => this.api.addPicture(this.product, file, file.name));
    await this.#load();
  }

  async #removePicture(picture: Picture): Promise<void> {
    await this.tried(() => this.api.removePicture(this.product, picture.id));
    await this.#load();
  }

  async #remove(): Promise<void> {
    const gone = await this.tried(() => this.api.removeProduct(this.product));
    if (!gone) return;
    this.emit('vc-changed');
    window.location.hash = hashOf('products');
  }
}

customElements.define('vc-product', VcProduct);
