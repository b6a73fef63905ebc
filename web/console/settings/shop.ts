import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Chosen, Preferences } from '../contract.js';
import { pieces } from '../styles.js';

const HOURS = [1, 6, 24, 72, 168, 720] as const;
const MARKS = ['auto', 'on', 'off'] as const;
const LEVELS = ['permissive', 'conservative'] as const;
const LANGUAGES = ['zh,en', 'en,zh', 'zh', 'en'] as const;
const styles = css`
  form {
    display: grid;
    gap: var(--vt-space-5);
    max-inline-size: 34rem;
  }
`;

/**
 * @summary What the shop has set: retention, marks, moderation, languages; and what the environment holds fast.
 */
export class VcShop extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ type: Boolean }) fixed = false;
  @state() private set: Preferences | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(async () => {
      this.set = await this.api.preferences();
    }).then(() => this.emit('vc-read'));
  }

  protected override render() {
    const { t, set } = this;
    const s = t.settings;
    if (!set) return html`<p class="wait">${t.common.loading}</p>`;
    const { now, bounds } = set;
    const hours = [...new Set([...HOURS, now.session_hours])]
      .sort((a, b) => a - b)
      .filter((one) => one <= (bounds.session_hours ?? Number.POSITIVE_INFINITY));
    const marks = MARKS.filter((one) => careful(one) >= careful(bounds.visible_mark ?? 'off'));
    return html`<form @submit=${this.#save}>
      ${this.#choice(
        'session_hours',
        s.retention,
        s.retentionHint,
        hours.map((one) => [String(one), s.hours(one)]),
        String(now.session_hours),
        bounds.session_hours === undefined ? '' : s.bound(s.hours(bounds.session_hours)),
      )}
      ${this.#choice(
        'visible_mark',
        s.mark,
        s.markHint,
        marks.map((one) => [one, s.marks[one]]),
        now.visible_mark,
        bounds.visible_mark === undefined ? '' : s.bound(s.marks[bounds.visible_mark]),
      )}
      <div class="field"><label for="producer">${s.producer}</label><input id="producer" name="producer" maxlength="200" required .value=${now.producer}
        ?disabled=${this.fixed || bounds.producer !== undefined} aria-describedby="producer-hint">
        <p class="hint" id="producer-hint">${s.producerHint} ${bounds.producer === undefined ? '' : s.bound(bounds.producer)}</p></div>
      ${this.#choice(
        'moderation',
        s.moderation,
        s.moderationHint,
        LEVELS.map((one) => [one, s.levels[one]]),
        now.moderation,
      )}
      ${this.#choice(
        'languages',
        s.languages,
        s.languagesHint,
        LANGUAGES.map((one) => [one, s.languageChoices[one]]),
        now.languages.join(','),
      )}
      ${this.fixed ? html`<p class="muted">${s.ownersOnly}</p>` : html`<div><button class="button primary">${t.common.save}</button></div>`}</form>`;
  }

  #choice(name: keyof Chosen, label: string, hint: string, choices: [string, string][], now: string, bound = '') {
    return html`<div class="field"><label for=${name}>${label}</label><select id=${name} name=${name} ?disabled=${this.fixed} aria-describedby="${name}-hint">
      ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === now}>${text}</option>`)}</select>
      <p class="hint" id="${name}-hint">${hint}${bound ? html`<br>${bound}` : nothing}</p></div>`;
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
    const now = this.set?.now;
    if (!now) return;
    const chosen: Chosen = {
      session_hours: Number(form.session_hours),
      visible_mark: form.visible_mark as Chosen['visible_mark'],
      producer: form.producer ?? now.producer,
      moderation: form.moderation as Chosen['moderation'],
      languages: (form.languages ?? '').split(',') as Chosen['languages'],
    };
    const saved = await this.tried(async () => {
      this.set = await this.api.choose(chosen);
    });
    if (saved) this.say(this.t.common.saved);
  }
}

function careful(mark: Chosen['visible_mark']): number {
  return ['off', 'auto', 'on'].indexOf(mark);
}

customElements.define('vc-shop', VcShop);
