import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { DemoPerson } from '../../core/contract.js';
import { type Answer, told } from '../../core/guide.js';
import type { Piece } from '../../core/tryon.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import * as icons from '../icons.js';
import { says } from '../says.js';
import { styles } from './person.styles.js';

/**
 * @summary Who wears it: a photo of one's own, the camera, or a sample person; what the browser saw in the photo.
 * @event vt-choosing - The file chooser was opened: time to fetch what looks at photos.
 * @event vt-picture - A file was chosen; detail {file}.
 * @event vt-camera - The camera is wanted.
 * @event vt-sample - A sample person was chosen; detail {id}.
 * @event vt-anyway - The photo shall be used although the browser saw nobody in it.
 * @event vt-delete - The shopper's photo shall be deleted.
 * @csspart ways - The two buttons.
 * @csspart samples - The sample people.
 */
export class VtPerson extends VtElement {
  static override styles = [controls, styles];

  /** Who is on the stage. */
  @property({ attribute: false }) piece: Piece | null = null;
  @property({ attribute: false }) samples: readonly DemoPerson[] = [];
  /** What was erased, in words; empty when nothing was. */
  @property() receipt = '';

  protected override render() {
    const { t, piece } = this;
    const own = piece !== null && !piece.sample;
    return html`
      <div class="head"><h2 id="title">${t.person.title}</h2><p>${t.person.lead}</p></div>
      <p class="receipt" role="status" ?data-empty=${!this.receipt}>${this.receipt}</p>
      <div class="ways" part="ways">
        <button class="button" type="button" @click=${this.browse}>
          ${icons.upload}${own ? t.person.replace : t.person.upload}
        </button>
        <button class="button" type="button" @click=${() => this.emit('vt-camera')}>
          ${icons.camera}${t.person.camera}
        </button>
        <input type="file" accept="image/*,.heic,.heif,.avif" hidden @change=${this.#chosen} />
      </div>
      ${own ? this.#ownPhoto(piece) : this.#tips()}
      ${this.samples.length ? this.#others() : nothing}
    `;
  }

  #tips(): TemplateResult {
    return html`<ul class="tips" aria-label=${this.t.guide.title}>${this.t.guide.tips.map((tip) => html`<li>${tip}</li>`)}</ul>`;
  }

  #others(): TemplateResult {
    return html`<div class="samples" part="samples">
      <h3 id="samples">${this.t.person.samples}</h3>
      <ul aria-labelledby="samples">
        ${this.samples.map(
          (one) => html`<li>
            <button class="sample" type="button" aria-pressed=${this.piece?.id === one.id}
              aria-label=${this.t.person.sample(one.name)} @click=${() => this.emit('vt-sample', { id: one.id })}>
              <img src=${one.url} alt="" width=${one.width} height=${one.height} decoding="async" />
            </button>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  #ownPhoto(piece: Piece): TemplateResult {
    const { t } = this;
    const line =
      piece.problem || piece.held ? '' : piece.sending ? t.person.sending : piece.id ? t.person.sent : t.person.looking;
    return html`
      <ul class="checks" aria-label=${t.guide.title}>
        ${piece.problem ? this.#alert(says(piece.problem, t)) : nothing}
        ${piece.answers?.map((answer) => this.#answer(answer))}
        ${piece.answers || !piece.id ? nothing : this.#fine(t.guide.unchecked)}
        ${piece.warnings.filter(({ code }) => !told(piece.answers, code)).map((warning) => this.#alert(warning.text))}
      </ul>
      <div class="foot">
        <span>${line}</span>
        ${piece.held ? html`<button class="quiet" type="button" @click=${() => this.emit('vt-anyway')}>${t.person.useAnyway}</button>` : nothing}
        <button class="quiet" type="button" @click=${() => this.emit('vt-delete')}>${t.person.delete}</button>
      </div>
    `;
  }

  #answer({ check, advice }: Answer): TemplateResult {
    return advice ? this.#alert(this.t.guide.advice[advice]) : this.#fine(this.t.guide.passed[check]);
  }

  #alert(text: string): TemplateResult {
    return html`<li class="notice alert">${icons.mind}<span>${text}</span></li>`;
  }

  #fine(text: string): TemplateResult {
    return html`<li class="notice">${icons.tick}<span>${text}</span></li>`;
  }

  /** To the first of its buttons: when what had the focus is gone. */
  override focus(): void {
    this.renderRoot.querySelector('button')?.focus();
  }

  /** Open the file chooser. */
  browse(): void {
    this.emit('vt-choosing');
    this.renderRoot.querySelector('input')?.click();
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) this.emit('vt-picture', { file });
    input.value = '';
  }
}

customElements.define('vt-person', VtPerson);
