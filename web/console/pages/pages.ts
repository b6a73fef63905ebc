import { html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import '../ask.js';
import type { VcAsk } from '../ask.js';
import { ago, VcElement } from '../base.js';
import type { Key, Keys, Person } from '../contract.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';
import { Watching } from '../watching.js';
import './code.js';
import './make.js';
import type { VcMake } from './make.js';
import { styles } from './pages.styles.js';

const LOOK_MS = 5000;

/**
 * @summary Keys, the pages that use them and when these were seen last, and the code to paste.
 */
export class VcPages extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  @state() private keys: Keys | null = null;
  @state() private wrong = '';
  @query('vc-make') private make!: VcMake;
  @query('.top button') private top!: HTMLElement | null;
  @query('vc-ask') private ask!: VcAsk;
  #doomed: Key | null = null;
  readonly #watching = new Watching(this, () => this.#load(), LOOK_MS);

  protected override render() {
    const { t, keys } = this;
    const p = t.pages;
    const owner = this.account.role === 'owner';
    return html`<div class="top"><div><h1>${p.title}</h1><p>${p.lead}</p></div>
        ${owner && keys?.items.length ? html`<button class="button primary" type="button" @click=${() => void this.make.show()}>${icons.plus}${p.make}</button>` : nothing}</div>
      ${this.wrong ? html`<p class="notice alert" role="alert">${icons.mind}<span>${this.wrong}</span></p>` : nothing}
      ${keys || this.wrong ? nothing : html`<p class="wait">${t.common.loading}</p>`}
      ${
        keys?.items.length === 0
          ? html`<div class="empty"><div class="drawing">${icons.pages}</div><h2>${p.emptyTitle}</h2><p>${p.emptyText}</p>
        ${owner ? html`<button class="button primary" type="button" @click=${() => void this.make.show()}>${icons.plus}${p.make}</button>` : html`<p>${t.settings.ownersOnly}</p>`}</div>`
          : nothing
      }
      ${keys?.items.length ? html`<ul class="keys">${keys.items.map((key) => this.#key(key, owner))}</ul>` : nothing}
      ${keys?.items.some(({ role, revoked_at }) => role === 'publishable' && !revoked_at) ? html`<section><h2>${p.codeTitle}</h2><vc-code .keys=${keys.items} .server=${keys.server}></vc-code></section>` : nothing}
      <vc-make .api=${this.api} @vc-keys=${() => void this.#changed()}></vc-make>
      <vc-ask .heading=${p.revokeTitle} .text=${p.revokeText} .go=${p.revoke} @vc-yes=${() => void this.#revoke()}></vc-ask>`;
  }

  #key(key: Key, owner: boolean) {
    const { t } = this;
    const p = t.pages;
    const name = key.label || (key.role === 'merchant' ? p.forServers : (key.origins[0] ?? key.id));
    const over = key.revoked_at !== null;
    const kind = [
      key.role === 'merchant' ? p.forServers : '',
      key.staging ? p.staging : '',
      over ? p.revoked : '',
    ].filter(Boolean);
    return html`<li class=${over ? 'over' : ''}>
      <div><h2>${name}</h2>${key.origins.map((origin) => html`<p class="muted">${origin}</p>`)}${kind.length ? html`<p class="muted">${kind.join(' · ')}</p>` : nothing}</div>
      <div class="seen">${
        key.role === 'merchant' || over
          ? nothing
          : key.seen_at
            ? html`<span class="chip yes">${p.seen(ago(t, key.seen_at))}</span><p class="muted">${key.seen_page}</p>`
            : html`<span class="chip wait">${p.notSeen}</span><p class="muted">${p.notSeenHelp}</p>`
      }</div>
      <div class="spent">${
        key.role === 'merchant' || over
          ? nothing
          : html`<span class="muted">${p.spent(key.spent, key.daily)}</span><meter min="0" max=${Math.max(1, key.daily)} value=${key.spent} aria-label=${p.spent(key.spent, key.daily)}></meter>`
      }</div>
      <div class="do">${
        owner && !over
          ? html`<button class="quiet" type="button" aria-label="${p.edit}: ${name}" @click=${() => void this.make.show(key)}>${p.edit}</button>
        <button class="quiet" type="button" aria-label="${p.revoke}: ${name}" @click=${() => {
          this.#doomed = key;
          this.ask.show();
        }}>${p.revoke}</button>`
          : nothing
      }</div></li>`;
  }

  async #load(): Promise<void> {
    this.wrong = '';
    try {
      this.keys = await this.api.keys();
    } catch (thrown) {
      this.wrong = this.said(thrown);
    }
  }

  async #revoke(): Promise<void> {
    const key = this.#doomed;
    if (!key) return;
    await this.tried(() => this.api.revokeKey(key.id));
    await this.#changed();
  }

  /** What had the focus may be gone with it: whoever works by keyboard goes on at the top of the page. */
  async #changed(): Promise<void> {
    await this.#watching.now();
    await this.updateComplete;
    if (!this.shadowRoot?.activeElement) this.top?.focus();
  }
}

customElements.define('vc-pages', VcPages);
