import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import { VcElement } from '../base.js';
import type { Key } from '../contract.js';
import * as icons from '../icons.js';
import { hashOf } from '../route.js';
import { type Place, policy, snippet } from '../snippet.js';
import { pieces } from '../styles.js';

const PLACES: readonly Place[] = ['html', 'shopify', 'woocommerce'];
const styles = css`
  .tabs {
    margin-block-end: var(--vt-space-3);
  }
  .under {
    display: grid;
    gap: var(--vt-space-2);
    margin-block-start: var(--vt-space-3);
  }
  .row {
    justify-content: space-between;
  }
`;

/**
 * @summary The code to paste, for any page, Shopify and WooCommerce, with a button that copies it.
 */
export class VcCode extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) keys: Key[] = [];
  @property() server = '';
  /** A product's number in the shop; empty: the one that the page shows. */
  @property() product = '';
  @state() private place: Place = 'html';
  @state() private chosen = '';

  protected override render() {
    const { t } = this;
    const usable = this.keys.filter(({ role, revoked_at, text }) => role === 'publishable' && !revoked_at && text);
    const key = usable.find(({ id }) => id === this.chosen) ?? usable[0];
    if (!key?.text) {
      return html`<div class="stack"><p class="muted">${t.pages.needKey}</p><p><a class="button" href=${hashOf('pages')}>${icons.key}${t.pages.make}</a></p></div>`;
    }
    const text = snippet(this.place, { server: this.server, key: key.text, product: this.product || null });
    return html`<div class="tabs" role="group" aria-label=${t.pages.codeTitle}>${PLACES.map(
      (place) =>
        html`<button type="button" aria-pressed=${this.place === place} @click=${() => {
          this.place = place;
        }}>${t.pages.places[place]}</button>`,
    )}</div>
      <pre class="code" tabindex="0" aria-label=${t.pages.codeTitle}>${text}</pre>
      <div class="under"><div class="row"><p class="muted">${t.pages.placeHelp[this.place]}</p>
        <button class="button primary" type="button" @click=${() => void this.#copy(text)}>${icons.copy}${t.common.copy}</button></div>
      ${
        usable.length > 1
          ? html`<div class="field"><label for="which">${t.pages.which}</label><select id="which" @change=${(
              event: Event,
            ) => {
              this.chosen = (event.target as HTMLSelectElement).value;
            }}>${usable.map((one) => html`<option value=${one.id} ?selected=${one === key}>${one.label || one.origins.join(', ')}</option>`)}</select></div>`
          : nothing
      }
      ${this.place === 'html' ? html`<p class="muted">${t.pages.policy} <code>${policy(this.server)}</code></p>` : nothing}</div>`;
  }

  async #copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.say(this.t.common.copied);
  }
}

customElements.define('vc-code', VcCode);
