import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { ago, VcElement } from '../base.js';
import type { Entrance, Passkey } from '../contract.js';
import * as icons from '../icons.js';
import { canPasskey, made } from '../passkey.js';
import { pieces } from '../styles.js';

const styles = css`
  .parts {
    display: grid;
    gap: var(--vt-space-6);
    max-inline-size: 34rem;
  }
  form {
    display: grid;
    gap: var(--vt-space-3);
  }
  li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--vt-space-3);
    border-block-end: var(--vt-hairline) solid var(--vt-line);
  }
`;

/**
 * @summary Who is signed in: sign out, password, passkeys.
 * @event vc-entered - The sign-in has changed (a new password); detail is the Entrance.
 * @event vc-left - Signed out.
 */
export class VcYou extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) entrance!: Entrance;
  @state() private passkeys: Passkey[] = [];
  @state() private wrong = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(async () => {
      this.passkeys = (await this.api.passkeys()).items;
    });
  }

  protected override render() {
    const { t, entrance } = this;
    const s = t.settings;
    const account = entrance.here?.account;
    if (!account) return nothing;
    return html`<div class="parts">
      <div class="stack"><p>${s.signedInAs(account.name, t.roles[account.role])}</p>
        <div class="row"><button class="button" type="button" @click=${() => void this.#out(false)}>${s.signOut}</button>
        <button class="button" type="button" @click=${() => void this.#out(true)}>${s.signOutEverywhere}</button></div></div>
      <div class="stack"><h3>${s.passkeysTitle}</h3><p class="muted">${s.passkeysText}</p>
        ${this.passkeys.length ? html`<ul>${this.passkeys.map((one) => this.#passkey(one))}</ul>` : html`<p class="muted">${s.passkeysNone}</p>`}
        ${
          canPasskey() && entrance.passkeys_work
            ? html`<div><button class="button" type="button" @click=${() => void this.#add()}>${icons.key}${s.addPasskey}</button></div>`
            : html`<p class="muted">${s.passkeysNotHere}</p>`
        }</div>
      <form @submit=${this.#password}><h3>${s.passwordTitle}</h3>
        <input class="unseen" aria-hidden="true" tabindex="-1" autocomplete="username" .value=${account.name} readonly>
        <div class="field"><label for="old">${s.oldPassword}</label><input id="old" name="old" type="password" required maxlength="200" autocomplete="current-password"></div>
        <div class="field"><label for="new">${s.newPassword}</label><input id="new" name="new" type="password" required maxlength="200" autocomplete="new-password" aria-describedby="new-hint">
          <p class="hint" id="new-hint">${t.entrance.passwordHint}</p></div>
        <div role="alert">${this.wrong ? html`<p class="notice alert">${icons.mind}<span>${this.wrong}</span></p>` : nothing}</div>
        <div><button class="button">${s.changePassword}</button></div></form></div>`;
  }

  #passkey({ id, label, host, used_at }: Passkey) {
    const { t } = this;
    return html`<li><span>${label || host}<span class="muted"> · ${host} · ${t.settings.passkeyUsed(ago(t, used_at))}</span></span>
      <button class="round" type="button" aria-label="${t.common.remove}: ${label || host}" @click=${() => void this.#remove(id)}>${icons.bin}</button></li>`;
  }

  async #add(): Promise<void> {
    await this.tried(async () => {
      const wish = await this.api.passkeyWish();
      const credential = await made(wish);
      if (!credential) return this.say(this.t.entrance.refused, true);
      this.passkeys = (await this.api.addPasskey(wish.challenge_id, credential, device())).items;
      this.say(this.t.settings.passkeyAdded);
    });
  }

  async #remove(id: string): Promise<void> {
    await this.tried(async () => {
      await this.api.removePasskey(id);
      this.passkeys = (await this.api.passkeys()).items;
    });
  }

  async #password(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    this.wrong = '';
    try {
      const entrance = await this.api.changePassword(String(given.get('old')), String(given.get('new')));
      form.reset();
      this.emit('vc-entered', entrance);
      this.say(this.t.settings.passwordChanged);
    } catch (thrown) {
      this.wrong = this.said(thrown);
    }
  }

  async #out(everywhere: boolean): Promise<void> {
    const left = await this.tried(() => this.api.signOut(everywhere));
    if (left) this.emit('vc-left');
  }
}

/** What the device is called, as far as the browser tells. */
function device(): string {
  const agent = navigator.userAgent;
  return /iPhone|iPad|Android|Macintosh|Windows|Linux/.exec(agent)?.[0]?.replace('Macintosh', 'Mac') ?? '';
}

customElements.define('vc-you', VcYou);
