import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { DemoPerson, Job } from '../../core/contract.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';

const SIX = 6;
const styles = css`
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
    gap: var(--vt-space-3);
  }
  figure {
    position: relative;
    display: grid;
    gap: var(--vt-space-1);
  }
  .stage {
    position: relative;
    aspect-ratio: 3 / 4;
  }
  .stage img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    object-position: top;
  }
  .stage img.before {
    filter: grayscale(1);
    opacity: 0.35;
  }
  .stage progress {
    position: absolute;
    inset-block-end: 0;
  }
  figcaption {
    display: flex;
    justify-content: space-between;
    gap: var(--vt-space-2);
    font-size: var(--vt-text-s);
  }
`;

/**
 * @summary A product on people of our own, by the same job that a shopper's wish starts.
 */
export class VcPreview extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  /** A product's id. */
  @property() product = '';
  @state() private people: DemoPerson[] = [];
  @state() private jobs = new Map<string, Job | 'failed'>();
  @state() private busy = false;
  #stop = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = new AbortController();
    this.reworded();
  }

  override disconnectedCallback(): void {
    this.#stop.abort();
    super.disconnectedCallback();
  }

  protected override reworded(): void {
    void this.tried(async () => {
      this.people = (await this.api.demo()).people.slice(0, SIX);
    });
  }

  protected override render() {
    const p = this.t.product;
    return html`<div class="stack"><p class="muted">${p.previewText}</p>
      <ul>${this.people.map((person) => this.#person(person))}</ul>
      <div><button class="button primary" type="button" aria-disabled=${this.busy} @click=${() => void this.#go()}>${
        this.busy ? p.trying : this.jobs.size ? p.previewAgain(this.people.length) : p.preview(this.people.length)
      }</button></div></div>`;
  }

  #person(person: DemoPerson) {
    const p = this.t.product;
    const job = this.jobs.get(person.id);
    const failed = job === 'failed' || job?.status === 'failed';
    const done = job && job !== 'failed' ? job.result : null;
    return html`<li><figure><div class="stage wall">${
      done
        ? html`<img src=${done.url} alt=${p.previewAlt(person.name)}>`
        : html`<img class=${job ? '' : 'before'} src=${person.url} alt="">`
    }${job && job !== 'failed' && !done && !failed ? html`<progress max="1" value=${job.progress} aria-label=${p.trying}></progress>` : nothing}</div>
      <figcaption><span>${person.name}</span></figcaption>
      ${failed ? html`<p class="notice alert">${icons.mind}<span>${(job !== 'failed' && job?.error?.detail) || p.failed}</span></p>` : nothing}
      ${done?.warnings.map((one) => html`<p class="muted">${one.text}</p>`) ?? nothing}</figure></li>`;
  }

  async #go(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.jobs = new Map();
    await this.tried(async () => {
      const { token } = await this.api.preview();
      await Promise.all(this.people.map((person) => this.#wear(token, person.id)));
    });
    this.busy = false;
  }

  async #wear(token: string, person: string): Promise<void> {
    try {
      for await (const job of this.api.tryOn(token, person, `product:${this.product}`, this.#stop.signal)) {
        this.jobs = new Map(this.jobs).set(person, job);
      }
    } catch (thrown) {
      if (this.#stop.signal.aborted) return;
      this.jobs = new Map(this.jobs).set(person, 'failed');
      this.say(this.said(thrown), true);
    }
  }
}

customElements.define('vc-preview', VcPreview);
