import { LitElement } from 'lit';
import type { Messages } from '../core/i18n/index.js';
import { voice } from './voice.js';

/** An element that speaks: drawn again when the reader's language changes, with events that parents hear. */
export class Speaking extends LitElement {
  readonly #heard = () => {
    this.requestUpdate();
    this.reworded();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    voice.addEventListener('change', this.#heard);
  }

  override disconnectedCallback(): void {
    voice.removeEventListener('change', this.#heard);
    super.disconnectedCallback();
  }

  /** The reader speaks another language now: what the server has told in the old one is to be asked for again. */
  protected reworded(): void {}

  protected emit(name: string, detail: unknown = null): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** What all elements of the shop share: the shopper's words. */
export class VtElement extends Speaking {
  protected get t(): Messages {
    return voice.messages;
  }
}
