import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import { voice } from '../../elements/voice.js';
import type { ConsoleApi } from '../api.js';
import { ago, VcElement } from '../base.js';
import type { Work, Works } from '../contract.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';
import { Watching } from '../watching.js';

const LOOK_MS = 4000;
const styles = css`
  :host {
    container-type: inline-size;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--vt-space-3) var(--vt-space-6);
    padding-block-end: var(--vt-space-4);
  }
  .counts dt {
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  .counts dd {
    font: var(--vt-regular) var(--vt-text-xl) / 1.1 var(--vt-serif);
  }
  .counts > div {
    display: flex;
    flex-direction: column-reverse;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.15rem var(--vt-space-4);
    padding-block: var(--vt-space-3);
    border-block-start: var(--vt-hairline) solid var(--vt-line);
  }
  li:last-child {
    border-block-end: var(--vt-hairline) solid var(--vt-line);
  }
  .muted {
    overflow-wrap: anywhere;
  }
  .took {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .more {
    grid-column: 1 / -1;
  }
`;

/** How a job looks as a chip of a decision. */
const LOOKS: Record<Work['status'], string> = {
  queued: 'wait',
  running: 'limits',
  done: 'yes',
  failed: 'no',
  canceled: 'wait',
};

/**
 * @summary The last jobs of all sessions and keys, without anything of their shoppers.
 */
export class VcJobs extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @state() private works: Works | null = null;
  @state() private wrong = '';
  readonly #watching = new Watching(this, () => this.#load(), LOOK_MS);

  protected override reworded(): void {
    void this.#watching.now();
  }

  protected override render() {
    const { t, works } = this;
    const counts = Object.entries(works?.counts ?? {}) as [Work['status'], number][];
    return html`<div class="top"><div><h1>${t.jobs.title}</h1><p>${t.jobs.lead}</p></div>
        <button class="button" type="button" @click=${() => void this.#watching.now()}>${icons.turn}${t.jobs.refresh}</button></div>
      ${this.wrong ? html`<p class="notice alert" role="alert">${icons.mind}<span>${this.wrong}</span></p>` : nothing}
      ${works || this.wrong ? nothing : html`<p class="wait">${t.common.loading}</p>`}
      ${counts.length ? html`<dl class="counts">${counts.map(([status, count]) => html`<div><dt>${t.jobs.statuses[status]}</dt><dd>${count}</dd></div>`)}</dl>` : nothing}
      ${works?.items.length === 0 ? html`<div class="empty"><div class="drawing">${icons.jobs}</div><h2>${t.jobs.emptyTitle}</h2><p>${t.jobs.emptyText}</p></div>` : nothing}
      ${works?.items.length ? html`<ul>${works.items.map((one) => this.#row(one))}</ul>` : nothing}`;
  }

  #row(work: Work) {
    const { t } = this;
    const worn = work.garments.length ? work.garments.join(', ') : t.jobs.own;
    const failed = work.failed_checks.map((name) => t.jobs.checks[name] ?? name);
    const mind =
      work.error?.detail ??
      (failed.length ? t.jobs.failedChecks(failed.join(voice.language === 'zh' ? '、' : ', ')) : '');
    return html`<li><span class="chip ${LOOKS[work.status]}">${t.jobs.statuses[work.status]}</span>
      <span class="took">${work.seconds === null ? '' : t.jobs.seconds(work.seconds)}</span>
      <span class="muted">${t.jobs.kind[work.kind] ?? work.kind} · ${worn}</span><span class="muted took">${ago(t, work.created_at)}</span>
      ${mind ? html`<p class="muted more">${mind}</p>` : nothing}</li>`;
  }

  async #load(): Promise<void> {
    this.wrong = '';
    try {
      this.works = await this.api.jobs();
    } catch (thrown) {
      this.wrong = this.said(thrown);
    }
  }
}

customElements.define('vc-jobs', VcJobs);
