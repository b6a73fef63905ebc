import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Entrance } from '../contract.js';
import { pieces } from '../styles.js';
import './people.js';
import './shop.js';
import './you.js';

const styles = css`
  :host {
    container-type: inline-size;
  }
  section {
    display: grid;
    gap: var(--vt-space-4);
    padding-block: var(--vt-space-4) var(--vt-space-6);
    border-block-start: var(--vt-hairline) solid var(--vt-ink);
    grid-template-columns: minmax(0, 1fr);
  }
  h2 {
    font-size: var(--vt-text-l);
  }
  @container (min-width: 46rem) {
    section {
      grid-template-columns: 12rem minmax(0, 1fr);
    }
  }
`;

/**
 * @summary Settings: the shop, oneself, and for owners the people.
 */
export class VcSettings extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) entrance!: Entrance;
  /** What stands below the shop's settings is drawn after them, so that it need not move. */
  @state() private read = false;

  protected override render() {
    const { t, api, entrance } = this;
    const account = entrance.here?.account;
    if (!account) return nothing;
    const owner = account.role === 'owner';
    return html`<div class="top"><h1>${t.settings.title}</h1></div>
      <section><h2>${t.settings.shopTitle}</h2><vc-shop .api=${api} ?fixed=${!owner} @vc-read=${() => {
        this.read = true;
      }}></vc-shop></section>
      ${this.read ? html`<section><h2>${t.settings.youTitle}</h2><vc-you .api=${api} .entrance=${entrance}></vc-you></section>` : nothing}
      ${this.read && owner ? html`<section><h2>${t.settings.peopleTitle}</h2><vc-people .api=${api} .account=${account}></vc-people></section>` : nothing}`;
  }
}

customElements.define('vc-settings', VcSettings);
