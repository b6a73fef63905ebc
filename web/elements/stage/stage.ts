import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { EMPTY, phase, stale, type TryOn } from '../../core/tryon.js';
import { VtElement } from '../base.js';
import '../compare/compare.js';
import { controls } from '../controls.js';
import * as icons from '../icons.js';
import { takes } from '../picture.js';
import { says, together, toMind } from '../says.js';
import { styles } from './stage.styles.js';

/** Devices on which one can drag and paste: those with a mouse. */
const DRAGS = window.matchMedia('(hover: hover)');

/**
 * @summary The shop window: where to stand, the photo, the work in progress, the result; and what can be done with it.
 * @event vt-browse - The empty stage was pressed: a photo shall be chosen.
 * @event vt-picture - A photo was dropped; detail {file}.
 * @event vt-cancel - The work shall stop.
 * @event vt-go - The look shall be tried once more.
 * @event vt-save - The result shall be saved.
 * @event vt-share - The result shall be shared.
 * @csspart stage - The picture area.
 * @csspart caption - What is going on, and what can be done.
 */
export class VtStage extends VtElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) fitting: TryOn = EMPTY;
  /** Said in the caption in place of what is going on: "saved", "copied". */
  @property() said = '';
  /** A file is being dragged over. */
  @property({ type: Boolean, reflect: true }) drop = false;

  constructor() {
    super();
    takes(this, (file) => this.emit('vt-picture', { file }));
  }

  protected override updated(): void {
    this.style.setProperty('--progress', String(this.fitting.job?.progress ?? 0));
  }

  protected override render() {
    const failed = phase(this.fitting) === 'failed' && !this.said;
    return html`<figure>
      <div class="stage" part="stage">${this.#picture()}${this.#work()}</div>
      <figcaption part="caption">
        <p class="status ${failed ? 'alert' : ''}" role="status">${this.said || this.#status()}</p>
        <div class="acts">${this.#acts()}</div>
      </figcaption>
    </figure>`;
  }

  #picture(): TemplateResult {
    const { t, fitting } = this;
    const { person, shown, job } = fitting;
    if (!person) {
      return html`<div class="stand">${icons.silhouette}
        <span class="shoulders">${t.guide.shoulders}</span><span class="hips">${t.guide.hips}</span>
        <button class="button primary" type="button" @click=${() => this.emit('vt-browse')}>${icons.plus}${t.person.upload}</button>
      </div>`;
    }
    if (shown && phase(fitting) !== 'working') {
      return html`<vt-compare .photo=${person.url} .result=${shown.url} .alt=${job?.result?.alt ?? t.compare.after}
        .pixels=${job?.result?.width ?? 0}></vt-compare>`;
    }
    if (!person.url) return html``;
    return html`<img src=${person.url} alt=${person.alt || t.person.alt} width=${person.width} height=${person.height} />`;
  }

  #work(): TemplateResult | typeof nothing {
    if (phase(this.fitting) !== 'working') return nothing;
    const percent = Math.round((this.fitting.job?.progress ?? 0) * 100);
    return html`<div class="sweep"></div>
      <div class="bar" role="progressbar" aria-label=${this.t.stage.working} aria-valuemin="0" aria-valuemax="100"
        aria-valuenow=${percent}></div>`;
  }

  #status(): string {
    const { t, fitting } = this;
    const { job, problem, person } = fitting;
    switch (phase(fitting)) {
      case 'working':
        if (!job || fitting.asking) return `${t.stage.waiting} …`;
        return `${t.stage.stages[job.status === 'queued' ? 'queued' : (job.stage ?? '')] ?? t.stage.working} …`;
      case 'failed': {
        const { detail = '', remedy = '' } = job?.error ?? {};
        return together(t, t.stage.failed, ...(problem ? [says(problem, t)] : [detail, remedy]));
      }
      case 'shown':
        return stale(fitting) ? t.stage.stale : this.#arrived();
      case 'empty':
        return DRAGS.matches ? t.person.hint : '';
      default:
        return job?.status === 'canceled' ? t.stage.canceled : person?.sample ? person.name : t.person.own;
    }
  }

  #arrived(): string {
    const result = this.fitting.job?.result;
    const count = result ? toMind(result, this.t).length : 0;
    return count ? this.t.stage.shownMind(count) : this.t.stage.shown;
  }

  #acts(): TemplateResult | typeof nothing {
    const { t, fitting } = this;
    const now = phase(fitting);
    if (now === 'working') return this.#act('vt-cancel', t.stage.cancel, icons.close);
    if (now === 'failed' && fitting.look.length) return this.#act('vt-go', t.stage.again, icons.turn);
    if (now !== 'shown' || !fitting.shown) return nothing;
    return html`${this.#act('vt-save', t.result.save, icons.save)}${this.#act('vt-share', t.result.share, icons.share)}`;
  }

  #act(event: string, name: string, drawing: TemplateResult): TemplateResult {
    return html`<button class="act" type="button" @click=${() => this.emit(event)}>${drawing}${name}</button>`;
  }
}

customElements.define('vt-stage', VtStage);
