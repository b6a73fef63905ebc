import { html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import { dialogs } from '../dialogs.js';
import { styles } from './confirm.styles.js';

/**
 * @summary Asks before something is erased.
 * @event vt-confirmed - The shopper said yes.
 * @csspart dialog - The dialog.
 */
export class VtConfirm extends VtElement {
  static override styles = [controls, dialogs, styles];

  @property() heading = '';
  @property() text = '';
  /** What the button that erases says. */
  @property() go = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  /** Open it; the focus returns to where it was when it closes. */
  show(): void {
    this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog part="dialog" aria-labelledby="heading" aria-describedby="text">
      <h2 id="heading">${this.heading}</h2>
      <p id="text">${this.text}</p>
      <div class="acts">
        <button class="button" type="button" autofocus @click=${() => this.dialog.close()}>${this.t.erase.keep}</button>
        <button class="button primary" type="button" @click=${this.#yes}>${this.go}</button>
      </div>
    </dialog>`;
  }

  #yes(): void {
    this.dialog.close();
    this.emit('vt-confirmed');
  }
}

customElements.define('vt-confirm', VtConfirm);
