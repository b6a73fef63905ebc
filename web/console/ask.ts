import { html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { controls } from '../elements/controls.js';
import { dialogs } from '../elements/dialogs.js';
import { VcElement } from './base.js';
import { pieces } from './styles.js';

/**
 * @summary Asks before something is done that cannot be undone.
 * @event vc-yes - The person said yes.
 */
export class VcAsk extends VcElement {
  static override styles = [controls, dialogs, pieces];

  @property() heading = '';
  @property() text = '';
  @property() go = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  show(): void {
    this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="heading" aria-describedby="text">
      <h2 id="heading">${this.heading}</h2><p id="text" class="muted">${this.text}</p>
      <div class="acts">
        <button class="button" type="button" @click=${() => this.dialog.close()}>${this.t.common.cancel}</button>
        <button class="button primary" type="button" @click=${this.#yes}>${this.go}</button>
      </div></dialog>`;
  }

  #yes(): void {
    this.dialog.close();
    this.emit('vc-yes');
  }
}

customElements.define('vc-ask', VcAsk);
