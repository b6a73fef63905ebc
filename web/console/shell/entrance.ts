import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Entrance, Role } from '../contract.js';
import * as icons from '../icons.js';
import { canPasskey, used } from '../passkey.js';
import { pieces } from '../styles.js';

const styles = css`
  .door {
    display: grid;
    gap: var(--vt-space-5);
    max-inline-size: 26rem;
    margin-inline: auto;
    padding-block: 8vh var(--vt-space-7);
  }
  h1 {
    font-size: clamp(2.25rem, 10vw, 3.25rem);
    letter-spacing: -0.015em;
    margin-block-end: var(--vt-space-3);
  }
  form {
    display: grid;
    gap: var(--vt-space-4);
  }
  .secret {
    position: relative;
  }
  .secret .round {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
  }
  .secret input {
    padding-inline-end: 3rem;
  }
  .or {
    display: flex;
    align-items: center;
    gap: var(--vt-space-3);
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  .or::before,
  .or::after {
    content: "";
    flex: 1;
    border-block-start: var(--vt-hairline) solid var(--vt-line);
  }
`;

/**
 * @summary In: by password or passkey, or for the first time by a link.
 * @event vc-entered - Signed in; detail is the new Entrance.
 */
export class VcEntrance extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) entrance!: Entrance;
  /** The secret of a one-time link; empty: sign in. */
  @property() link = '';
  @state() private forWhat: { role: Role; name: string | null } | null = null;
  @state() private wrong = '';
  @state() private busy = false;
  @state() private shown = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('link') && this.link) void this.#look();
  }

  protected override render() {
    const { t } = this;
    const e = t.entrance;
    if (this.link) return this.#welcome();
    if (this.entrance.first) {
      return html`<div class="door"><h1>${e.firstTitle}</h1><p class="muted">${e.firstText}</p>
        <pre class="code">vitrine serve</pre></div>`;
    }
    return html`<div class="door"><div><h1>${e.signIn}</h1><p class="muted">${e.lead}</p></div>${this.#plain()}
      <form @submit=${this.#signIn}>${this.#name()}${this.#password('current-password')}${this.#alert()}
        <button class="button primary" aria-disabled=${this.busy}>${e.go}</button>
      </form>
      ${
        canPasskey() && this.entrance.passkeys_work
          ? html`<p class="or">${e.or}</p><button class="button" type="button" @click=${this.#byPasskey}>${icons.key}${e.passkey}</button>`
          : nothing
      }</div>`;
  }

  #welcome() {
    const { t, forWhat } = this;
    const e = t.entrance;
    if (!forWhat) {
      return html`<div class="door">${
        this.wrong
          ? html`<h1>${e.badLink}</h1><p class="muted" role="alert">${this.wrong}</p>
            <a class="button" href="#/products">${e.toSignIn}</a>`
          : html`<p class="muted">${t.common.loading}</p>`
      }</div>`;
    }
    const title = forWhat.name ? e.welcomeBack : forWhat.role === 'owner' ? e.welcomeOwner : e.welcomeStaff;
    return html`<div class="door"><div><h1>${title}</h1>
      <p class="muted">${forWhat.name ? forWhat.name : html`${e.welcomeText}<br>${t.rolesMean[forWhat.role]}`}</p></div>
      ${this.#plain()}
      <form @submit=${this.#create}>${forWhat.name ? nothing : this.#name(e.nameHint)}
        ${this.#password('new-password', e.passwordHint)}${this.#alert()}
        <button class="button primary" aria-disabled=${this.busy}>${forWhat.name ? e.set : e.create}</button>
      </form></div>`;
  }

  #plain() {
    const far = window.location.protocol === 'http:' && !/^(localhost|127\.|\[::1\])/.test(window.location.hostname);
    return far ? html`<p class="notice alert">${icons.mind}<span>${this.t.entrance.plain}</span></p>` : nothing;
  }

  #name(hint = '') {
    return html`<div class="field"><label for="name">${this.t.entrance.name}</label>
      <input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64"
        aria-describedby=${hint ? 'name-hint' : nothing}>
      ${hint ? html`<p class="hint" id="name-hint">${hint}</p>` : nothing}</div>`;
  }

  #password(complete: 'current-password' | 'new-password', hint = '') {
    const e = this.t.entrance;
    return html`<div class="field"><label for="password">${e.password}</label>
      <div class="secret"><input id="password" name="password" type=${this.shown ? 'text' : 'password'} autocomplete=${complete}
        required maxlength="200" aria-describedby=${hint ? 'password-hint' : nothing}>
        <button class="round" type="button" aria-pressed=${this.shown} aria-label=${this.shown ? e.hide : e.show}
          @click=${() => {
            this.shown = !this.shown;
          }}>${icons.eye}</button></div>
      ${hint ? html`<p class="hint" id="password-hint">${hint}</p>` : nothing}</div>`;
  }

  #alert() {
    return html`<div role="alert">${
      this.wrong ? html`<p class="notice alert">${icons.mind}<span>${this.wrong}</span></p>` : nothing
    }</div>`;
  }

  async #look(): Promise<void> {
    this.forWhat = null;
    this.wrong = '';
    try {
      this.forWhat = await this.api.lookAtLink(this.link);
    } catch (thrown) {
      this.wrong = this.said(thrown);
    }
  }

  #signIn(event: SubmitEvent): void {
    const given = fields(event);
    void this.#go(() => this.api.signIn(given.name ?? '', given.password ?? ''));
  }

  #create(event: SubmitEvent): void {
    const given = fields(event);
    const name = this.forWhat?.name ?? given.name ?? '';
    void this.#go(() => this.api.welcome(this.link, name, given.password ?? ''));
  }

  #byPasskey(): void {
    void this.#go(async () => {
      const question = await this.api.passkeyQuestion();
      const credential = await used(question);
      if (credential) return this.api.signInByPasskey(question.challenge_id, credential);
      this.wrong = this.t.entrance.refused;
      return null;
    });
  }

  async #go(enter: () => Promise<Entrance | null>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.wrong = '';
    try {
      const entrance = await enter();
      if (entrance?.here) this.emit('vc-entered', entrance);
    } catch (thrown) {
      this.wrong = this.said(thrown);
    } finally {
      this.busy = false;
    }
  }
}

function fields(event: SubmitEvent): Record<string, string> {
  event.preventDefault();
  const entries = [...new FormData(event.target as HTMLFormElement)];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

customElements.define('vc-entrance', VcEntrance);
