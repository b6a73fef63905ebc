import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DemoGarment } from '../../core/contract.js';
import type { Piece } from '../../core/tryon.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import * as icons from '../icons.js';
import { takes } from '../picture.js';
import { says } from '../says.js';
import { styles } from './look.styles.js';

/**
 * @summary What is worn: the shop's garments, the shopper's own, those worn in the order of dressing, and the button that starts.
 * @event vt-wear - A garment of the shop was pressed: put on, or taken off when worn; detail {id}.
 * @event vt-garment - A garment picture was chosen; detail {file}.
 * @event vt-take-off - A piece shall go; detail {key}.
 * @event vt-sized - A piece shall be worn in another size; detail {key, size}.
 * @event vt-tucked - A top shall be worn tucked in, or over the bottoms; detail {key, tucked}.
 * @event vt-go - The look shall be tried on.
 * @csspart rail - The shop's garments.
 * @csspart worn - The pieces worn, from the skin outward.
 * @csspart go - The button that starts.
 */
export class VtLook extends VtElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) garments: readonly DemoGarment[] = [];
  /** The pieces worn, inner first. */
  @property({ attribute: false }) look: readonly Piece[] = [];
  /** Why pressing the button would do nothing now; empty when it would. */
  @property() obstacle = '';
  /** What the button says. */
  @property() label = '';
  /** A file is being dragged over. */
  @property({ type: Boolean, reflect: true }) drop = false;

  constructor() {
    super();
    takes(this, (file) => this.emit('vt-garment', { file }));
  }

  protected override render() {
    const { t } = this;
    return html`
      <div class="head"><h2>${t.look.title}</h2><p>${t.look.lead}</p></div>
      <ul class="rail" part="rail" role="list">
        ${this.garments.map((garment) => html`<li>${this.#tile(garment)}</li>`)}
        <li class="own">
          <button class="tile add" type="button" @click=${this.#browse}>
            <span class="frame">${icons.plus}</span><span class="name">${t.look.upload}</span>
          </button>
          <input type="file" accept="image/*,.heic,.heif,.avif" hidden @change=${this.#chosen} />
        </li>
      </ul>
      ${this.look.length ? this.#worn() : nothing}
      <div class="go" part="go">
        <button class="button primary" type="button" aria-disabled=${this.obstacle !== ''} @click=${this.#go}>
          ${this.obstacle || this.label}
        </button>
      </div>
    `;
  }

  #tile(garment: DemoGarment): TemplateResult {
    if (garment.plain) return html`<div class="tile plain">${this.#shown(garment)}</div>`;
    const worn = this.look.some((piece) => piece.id === garment.id);
    return html`<button class="tile" type="button" aria-pressed=${worn}
      @click=${() => this.emit('vt-wear', { id: garment.id })}>
      ${this.#shown(garment)}
    </button>`;
  }

  #shown(garment: DemoGarment): TemplateResult {
    const { price, sizes } = garment;
    return html`<span class="frame">
        <img src=${garment.url} alt=${garment.alt} width=${garment.width} height=${garment.height} loading="lazy"
          decoding="async" />
        <span class="mark">${icons.tick}</span>
      </span>
      <span class="name">${garment.name}</span>
      ${garment.plain ? nothing : html`<span class="kind">${this.t.look.categories[garment.category]}</span>`}
      ${price ? html`<span class="price">${price}</span>` : nothing}
      ${sizes?.length ? html`<span class="kind sizes">${this.t.look.sizes(sizes.join(', '))}</span>` : nothing}`;
  }

  #worn(): TemplateResult {
    return html`<div class="worn" part="worn">
      <h3 id="worn">${this.t.look.worn}</h3>
      <ol aria-labelledby="worn">${repeat(
        this.look,
        (piece) => piece.key,
        (piece) => this.#layer(piece),
      )}</ol>
    </div>`;
  }

  #layer(piece: Piece): TemplateResult {
    const { t } = this;
    const category = piece.category ? t.look.categories[piece.category] : '';
    const kind = piece.sample || !piece.id ? category : piece.alt;
    const note = piece.problem ? says(piece.problem, t) : (piece.warnings[0]?.text ?? '');
    return html`<li class="layer">
      ${piece.url ? html`<img src=${piece.url} alt="" width="40" height="48" />` : html`<span class="blank"></span>`}
      <span class="text">${piece.name}<small>${piece.sending ? t.person.sending : kind}</small>
        ${note ? html`<small class="alert">${note}</small>` : nothing}</span>
      <button class="round" type="button" aria-label=${t.look.takeOff(piece.name)}
        @click=${() => this.emit('vt-take-off', { key: piece.key })}>${icons.close}</button>
      ${piece.fits.length > 1 ? this.#fits(piece) : nothing}
      ${piece.category === 'tops' ? this.#wearing(piece) : nothing}
    </li>`;
  }

  #fits(piece: Piece): TemplateResult {
    return html`<fieldset class="fits">
      <legend class="unseen">${this.t.look.size(piece.name)}</legend>
      ${piece.fits.map(
        (size) => html`<label><input type="radio" name=${piece.key} .checked=${size === piece.size}
          @change=${() => this.emit('vt-sized', { key: piece.key, size })} /><span>${size}</span></label>`,
      )}
    </fieldset>`;
  }

  #wearing(piece: Piece): TemplateResult {
    const { look } = this.t;
    return html`<fieldset class="wearing">
      <legend class="unseen">${look.wearing(piece.name)}</legend>
      ${[false, true].map(
        (tucked) => html`<label><input type="radio" name=${`${piece.key}-worn`} .checked=${tucked === piece.tucked}
          @change=${() => this.emit('vt-tucked', { key: piece.key, tucked })} /><span>${
            tucked ? look.tucked : look.over
          }</span></label>`,
      )}
    </fieldset>`;
  }

  #go(): void {
    if (!this.obstacle) this.emit('vt-go');
  }

  #browse(): void {
    this.renderRoot.querySelector('input')?.click();
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) this.emit('vt-garment', { file });
    input.value = '';
  }
}

customElements.define('vt-look', VtLook);
