import { html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import { dialogs } from '../../elements/dialogs.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Key, KeyWish, NewKey } from '../contract.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';

/**
 * @summary Makes a key, or changes one: addresses, budget, staging. Shows a secret key this once.
 * @event vc-keys - The keys have changed.
 */
export class VcMake extends VcElement {
  static override styles = [controls, dialogs, pieces];

  @property({ attribute: false }) api!: ConsoleApi;
  @state() private key: Key | null = null;
  @state() private secret = false;
  @state() private wrong = '';
  @state() private made: NewKey | null = null;
  @query('dialog') private dialog!: HTMLDialogElement;

  /** Open it; with a key: to change that one. */
  async show(key: Key | null = null): Promise<void> {
    this.key = key;
    this.secret = key?.role === 'merchant';
    this.wrong = '';
    this.made = null;
    await this.updateComplete;
    this.dialog.querySelector('form')?.reset();
    this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="heading">${this.made ? this.#secret(this.made) : this.#form()}</dialog>`;
  }

  #form() {
    const { t, key } = this;
    const p = t.pages;
    return html`<h2 id="heading">${key ? p.edit : p.makeTitle}</h2><form class="stack" @submit=${this.#go}>
      <div class="field"><label for="label">${p.label}</label><input id="label" name="label" maxlength="64" .value=${key?.label ?? ''} aria-describedby="label-hint">
        <p class="hint" id="label-hint">${p.labelHint}</p></div>
      ${
        this.secret
          ? nothing
          : html`<div class="field"><label for="origins">${p.origins}</label><textarea id="origins" name="origins" rows="2" required spellcheck="false"
        .value=${key?.origins.join('\n') ?? ''} aria-describedby="origins-hint"></textarea><p class="hint" id="origins-hint">${p.originsHint}</p></div>
      <div class="field"><label for="daily">${p.daily}</label><input id="daily" name="daily" type="number" min="0" max="10000000" inputmode="numeric"
        .value=${key?.daily_own ? String(key.daily) : ''} aria-describedby="daily-hint"><p class="hint" id="daily-hint">${p.dailyHint}</p></div>
      <label class="tick"><input type="checkbox" name="staging" ?checked=${key?.staging}><span>${p.staging}</span><span class="hint">${p.stagingHint}</span></label>`
      }
      ${
        key
          ? nothing
          : html`<label class="tick"><input type="checkbox" .checked=${this.secret} @change=${(event: Event) => {
              this.secret = (event.target as HTMLInputElement).checked;
            }}><span>${p.forServers}</span><span class="hint">${p.forServersHint}</span></label>`
      }
      <div role="alert">${this.wrong ? html`<p class="notice alert">${icons.mind}<span>${this.wrong}</span></p>` : nothing}</div>
      <div class="acts"><button class="button" type="button" @click=${() => this.dialog.close()}>${t.common.cancel}</button>
        <button class="button primary">${key ? t.common.save : p.make}</button></div></form>`;
  }

  #secret({ text, webhook_secret }: NewKey) {
    const { t } = this;
    return html`<h2 id="heading">${t.pages.secretTitle}</h2><div class="stack"><p class="muted">${t.pages.once}</p>
      <pre class="code" tabindex="0" aria-label=${t.pages.secretTitle}>${text}</pre>
      ${webhook_secret ? html`<p class="muted">${t.pages.webhook}</p><pre class="code" tabindex="0" aria-label=${t.pages.webhook}>${webhook_secret}</pre>` : nothing}
      <div class="acts"><button class="button" type="button" @click=${async () => {
        await navigator.clipboard.writeText(text);
        this.say(t.common.copied);
      }}>${icons.copy}${t.common.copy}</button>
      <button class="button primary" type="button" @click=${() => this.dialog.close()}>${t.common.close}</button></div></div>`;
  }

  async #go(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const daily = String(form.get('daily') ?? '');
    const wish: KeyWish = {
      label: String(form.get('label') ?? '').trim(),
      origins: this.secret
        ? []
        : String(form.get('origins') ?? '')
            .split(/[\s,]+/)
            .filter(Boolean),
      daily: daily === '' ? null : Number(daily),
      staging: form.get('staging') !== null,
    };
    this.wrong = '';
    try {
      if (this.key) await this.api.changeKey(this.key.id, wish);
      else {
        const made = await this.api.makeKey({ ...wish, role: this.secret ? 'merchant' : 'publishable' });
        if (this.secret) this.made = made;
      }
      if (!this.made) this.dialog.close();
      this.emit('vc-keys');
    } catch (thrown) {
      this.wrong = this.said(thrown);
    }
  }
}

customElements.define('vc-make', VcMake);
