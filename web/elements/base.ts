import { LitElement } from 'lit';
import type { Messages } from '../core/i18n/index.js';
import { voice } from './voice.js';

/** What all elements share: the reader's words, kept current, and events that parents hear. */
export class VtElement extends LitElement {
  readonly #heard = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    voice.addEventListener('change', this.#heard);
  }

  override disconnectedCallback(): void {
    voice.removeEventListener('change', this.#heard);
    super.disconnectedCallback();
  }

  protected get t(): Messages {
    return voice.messages;
  }

  protected emit(name: string, detail: unknown = null): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
