import { css, html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import '../ask.js';
import type { VcAsk } from '../ask.js';
import { VcElement } from '../base.js';
import type { Person, Role } from '../contract.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';

const ROLES: readonly Role[] = ['viewer', 'editor', 'owner'];
const styles = css`
  .all {
    display: grid;
    gap: var(--vt-space-4);
    max-inline-size: 34rem;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 9rem auto;
    align-items: center;
    gap: var(--vt-space-3);
    padding-block: var(--vt-space-2);
    border-block-end: var(--vt-hairline) solid var(--vt-line);
    overflow-wrap: anywhere;
  }
  .invite {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--vt-space-3);
  }
  .invite .field {
    min-inline-size: 11rem;
  }
`;

/**
 * @summary Who may use the console: roles, invitations. For owners.
 */
export class VcPeople extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  @state() private people: Person[] | null = null;
  @state() private inviting: Role = 'editor';
  @state() private link = '';
  @query('vc-ask') private ask!: VcAsk;
  #doomed = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render() {
    const { t } = this;
    const s = t.settings;
    if (!this.people) return html`<p class="wait">${t.common.loading}</p>`;
    return html`<div class="all">
      <ul>${this.people.map((one) => this.#person(one))}</ul>
      <div class="invite"><div class="field"><label for="role">${s.inviteRole}</label><select id="role" aria-describedby="means" @change=${(
        event: Event,
      ) => {
        this.inviting = (event.target as HTMLSelectElement).value as Role;
      }}>${ROLES.map((role) => html`<option value=${role} ?selected=${role === this.inviting}>${t.roles[role]}</option>`)}</select></div>
        <button class="button" type="button" @click=${() => void this.#invite()}>${s.invite}</button></div>
      <p class="hint" id="means">${t.rolesMean[this.inviting]}</p>
      <div role="status">${
        this.link
          ? html`<div class="stack"><pre class="code" tabindex="0" aria-label=${s.invite}>${this.link}</pre><p class="muted">${s.invited} ${s.invitedText}</p></div>`
          : nothing
      }</div></div>
      <vc-ask .heading=${s.removePersonTitle} .text=${s.removePersonText} .go=${t.common.remove} @vc-yes=${() => void this.#remove()}></vc-ask>`;
  }

  #person(one: Person) {
    const { t } = this;
    return html`<li><span>${one.name}</span>
      <select aria-label=${t.settings.roleOf(one.name)} @change=${(event: Event) => void this.#change(one, event.target as HTMLSelectElement)}>
        ${ROLES.map((role) => html`<option value=${role} ?selected=${role === one.role}>${t.roles[role]}</option>`)}</select>
      <button class="round" type="button" aria-label=${t.settings.removePerson(one.name)} @click=${() => {
        this.#doomed = one.id;
        this.ask.show();
      }}>${icons.bin}</button></li>`;
  }

  async #load(): Promise<void> {
    await this.tried(async () => {
      this.people = (await this.api.people()).items;
    });
  }

  async #invite(): Promise<void> {
    await this.tried(async () => {
      this.link = (await this.api.invite(this.inviting)).link;
    });
  }

  async #change(one: Person, select: HTMLSelectElement): Promise<void> {
    const changed = await this.tried(() => this.api.changeRole(one.id, select.value as Role));
    if (!changed) select.value = one.role;
    await this.#load();
  }

  async #remove(): Promise<void> {
    await this.tried(() => this.api.removePerson(this.#doomed));
    await this.#load();
  }
}

customElements.define('vc-people', VcPeople);
