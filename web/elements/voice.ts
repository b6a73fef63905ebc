import { type Language, MESSAGES, type Messages, speak } from '../core/i18n/index.js';
import { storage } from './storage.js';

const ENTRY = 'vitrine.language';

/** The language of the whole page: from the browser, or as chosen; says `change` when it turns. */
class Voice extends EventTarget {
  #language: Language = speak(navigator.languages, storage().getItem(ENTRY));

  get language(): Language {
    return this.#language;
  }

  get messages(): Messages {
    return MESSAGES[this.#language];
  }

  /** Speak `language`; `keep` remembers it for the next visit (a shopper's choice, not a page's attribute). */
  choose(language: Language, keep = true): void {
    if (keep) storage().setItem(ENTRY, language);
    this.#language = language;
    this.announce();
  }

  /** Tell the document and everyone who listens. */
  announce(): void {
    document.documentElement.lang = this.messages.code;
    this.dispatchEvent(new Event('change'));
  }
}

export const voice = new Voice();
