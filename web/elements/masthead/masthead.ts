import { html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Language } from '../../core/i18n/index.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import * as icons from '../icons.js';
import { theme, wear } from '../theme.js';
import { voice } from '../voice.js';
import { styles } from './masthead.styles.js';

const TONGUES: readonly [Language, string, string][] = [
  ['zh', 'zh-CN', '中文'],
  ['en', 'en', 'English'],
];

/**
 * @summary The shop's name, the language and the appearance.
 * @csspart name - The name.
 */
export class VtMasthead extends VtElement {
  static override styles = [controls, styles];

  /** Language alone: inside a page that has its own name and appearance. */
  @property({ type: Boolean }) compact = false;
  /** Without the name: beside another one. */
  @property({ type: Boolean }) nameless = false;

  protected override render() {
    const { t } = this;
    const dark = theme() === 'dark';
    return html`<div class="bar">
      ${this.compact || this.nameless ? html`<span></span>` : html`<p class="name" part="name">Vitrine<small>${t.masthead.tagline}</small></p>`}
      <div class="set" role="group" aria-label=${t.masthead.language}>
        ${TONGUES.filter(([code]) => voice.offered.length > 1 && voice.offered.includes(code)).map(
          ([code, tag, name]) => html`<button class="tongue" type="button" lang=${tag}
            aria-pressed=${voice.language === code} @click=${() => voice.choose(code)}>${name}</button>`,
        )}
        ${
          this.compact
            ? nothing
            : html`<button class="round" type="button" aria-label=${dark ? t.masthead.light : t.masthead.dark}
              title=${dark ? t.masthead.light : t.masthead.dark} @click=${this.#turn}>${dark ? icons.sun : icons.moon}</button>`
        }
      </div>
    </div>`;
  }

  #turn(): void {
    wear(theme() === 'dark' ? 'light' : 'dark');
    this.requestUpdate();
  }
}

customElements.define('vt-masthead', VtMasthead);
