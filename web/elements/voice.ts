import { type Language, MESSAGES, type Messages, speak } from '../core/i18n/index.js';
import { storage } from './storage.js';

const ENTRY = 'vitrine.language';

/** The language of the whole page: from the browser, or as chosen; says `change` when it turns. */
export class Voice extends EventTarget {
  #language: Language = speak(navigator.languages, storage().getItem(ENTRY));
  #offered: readonly Language[] = ['zh', 'en'];

  /** What the reader can choose from. */
  get offered(): readonly Language[] {
    return this.#offered;
  }

  /** Offer these, as the shop has set it; the first is spoken where the reader's own is not among them, or not known. */
  offer(languages: readonly Language[]): void {
    const [first] = languages;
    if (!first || languages.join() === this.#offered.join()) return;
    this.#offered = languages;
    const named = [storage().getItem(ENTRY) ?? '', ...navigator.languages].some((tag) => /^(zh|en)\b/i.test(tag));
    if (named && languages.includes(this.#language)) this.announce();
    else this.choose(first, false);
  }

  get language(): Language {
    return this.#language;
  }

  get messages(): Messages {
    return MESSAGES[this.#language];
  }

  /** Speak `language`; `keep` remembers it for the next visit (a shopper's choice, not a page's attribute). */
  choose(language: Language, keep = true): void {
    if (!this.#offered.includes(language)) return;
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
