import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Job } from '../../core/contract.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import { styles } from './history.styles.js';

/**
 * @summary The results of this visit, the newest first; and the button that erases the visit.
 * @event vt-open - A result shall go on the stage; detail {id}.
 * @event vt-erase - Everything of this visit shall be erased.
 * @csspart results - The results.
 */
export class VtHistory extends VtElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) items: readonly Job[] = [];
  /** The one on the stage. */
  @property() current = '';

  protected override render() {
    const { t } = this;
    return html`<div class="head"><h2>${t.history.title}</h2></div>
      ${this.items.length ? html`<ol part="results">${this.items.map((job) => html`<li>${this.#one(job)}</li>`)}</ol>` : nothing}
      <p class="foot"><span>${t.history.kept}</span>
        <button class="quiet" type="button" @click=${() => this.emit('vt-erase')}>${t.history.erase}</button></p>`;
  }

  #one(job: Job): TemplateResult {
    const { t } = this;
    const at = new Date(job.created_at).toLocaleTimeString(t.code, { hour: '2-digit', minute: '2-digit' });
    return html`<button class="one" type="button" aria-current=${job.id === this.current} aria-label=${t.history.open(at)}
      @click=${() => this.emit('vt-open', { id: job.id })}>
      ${
        job.status === 'done' && job.result
          ? html`<img src=${job.result.thumb} alt="" width="90" height="120" loading="lazy" decoding="async" />`
          : html`<span>${job.status === 'done' ? nothing : t.history.status[job.status]}</span>`
      }
    </button>`;
  }
}

customElements.define('vt-history', VtHistory);
