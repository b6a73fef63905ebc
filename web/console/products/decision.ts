import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Mode, Person, Product, Reason } from '../contract.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';
import { reasonsOf, standing } from './words.js';

const MODES: readonly Mode[] = ['photo', 'live', 'make-up', '3d', 'ar', 'vr'];
const styles = css`
  .verdict {
    font: var(--vt-regular) var(--vt-text-xl) / 1.2 var(--vt-serif);
  }
  .reasons li {
    display: grid;
    gap: var(--vt-space-1);
    padding-block: var(--vt-space-3);
    border-block-start: var(--vt-hairline) solid var(--vt-line);
  }
  .chip.said {
    display: grid;
    grid-template-columns: auto 1fr;
    align-items: baseline;
    white-space: normal;
    font-size: var(--vt-text-m);
  }
  .modes {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
    gap: var(--vt-space-2) var(--vt-space-4);
  }
  .modes div {
    display: grid;
  }
  .modes dt {
    font-size: var(--vt-text-s);
    font-weight: var(--vt-strong);
  }
  details summary {
    min-block-size: var(--vt-target);
    align-content: center;
    cursor: pointer;
    font-weight: var(--vt-strong);
    font-size: var(--vt-text-s);
  }
`;

/**
 * @summary Whether a product can be tried on, why, what helps; and the merchant's own word.
 * @event vc-evidence - Show or hide a reason's frame in the picture; detail is the Reason or null.
 * @event vc-product - The product has changed; detail is the Product.
 */
export class VcDecision extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  @property({ attribute: false }) product!: Product;
  @property({ attribute: false }) shown: Reason | null = null;
  @state() private note = '';

  protected override render() {
    const { t, product } = this;
    const p = t.product;
    const verdict = standing(product);
    const reasons = reasonsOf(product);
    const word = product.decision?.overrule;
    return html`<div class="stack">
      <p class="verdict chip ${verdict}">${verdict === 'wait' ? t.products.deciding : t.verdicts[verdict]}</p>
      ${
        word
          ? html`<div class="row"><p>${p.overruled(t.verdicts[word.verdict], word.by)} <span class="muted">${word.note}</span></p>
        ${this.#editor() ? html`<button class="button" type="button" @click=${() => void this.#overrule(null)}>${p.takeBack}</button>` : nothing}</div>`
          : nothing
      }
      ${reasons.length ? html`<ul class="reasons">${reasons.map((reason) => this.#reason(reason))}</ul>` : verdict === 'wait' ? nothing : html`<p class="muted">${p.fine}</p>`}
      ${this.#editor() && verdict !== 'wait' ? this.#over(verdict) : nothing}
      ${product.decision ? html`<details><summary>${p.modesTitle}</summary><dl class="modes">${MODES.map((mode) => this.#mode(mode))}</dl></details>` : nothing}
    </div>`;
  }

  #mode(mode: Mode) {
    const verdict = this.product.decision?.modes[mode] ?? 'not-yet';
    return html`<div><dt>${this.t.modes[mode]}</dt><dd class="chip ${verdict}">${this.t.verdicts[verdict]}</dd></div>`;
  }

  #reason(reason: Reason) {
    const p = this.t.product;
    const shown = this.shown?.code === reason.code;
    return html`<li><p class="chip said ${reason.weighs}">${reason.text}</p>
      <p class="muted">${p.remedy(reason.remedy)}</p>
      ${reason.box ? html`<p><button class="quiet" type="button" aria-pressed=${shown} @click=${() => this.emit('vc-evidence', shown ? null : reason)}>${icons.eye}${shown ? p.hideEvidence : p.evidence}</button></p>` : nothing}</li>`;
  }

  #over(verdict: string) {
    const p = this.t.product;
    const other = verdict === 'no' ? 'yes' : 'no';
    return html`<details><summary>${p.overruleTitle}</summary><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#overrule(other);
    }}><p class="muted">${p.overruleText}</p>
      <div class="field"><label for="note">${p.note}</label><textarea id="note" rows="2" maxlength="2000" required placeholder=${p.noteHint}
        .value=${this.note} @input=${(event: InputEvent) => {
          this.note = (event.target as HTMLTextAreaElement).value;
        }}></textarea></div>
      <div><button class="button">${other === 'yes' ? p.offer : p.dontOffer}</button></div></form></details>`;
  }

  #editor(): boolean {
    return this.account.role !== 'viewer';
  }

  async #overrule(verdict: 'yes' | 'no' | null): Promise<void> {
    await this.tried(async () => {
      this.emit('vc-product', await this.api.overrule(this.product.id, verdict, this.note));
      this.note = '';
    });
  }
}

customElements.define('vc-decision', VcDecision);
