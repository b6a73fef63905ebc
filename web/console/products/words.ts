import type { Language } from '../../core/i18n/index.js';
import { typeset } from '../../core/typeset.js';
import type { Product, Reason, Verdict } from '../contract.js';

/** A product's name in the reader's language, else in the other, else its number. */
export function nameOf(product: Product, language: Language): string {
  const { title, external_id } = product;
  return title[language] || title.en || title.zh || external_id;
}

/** What counts, while it is being looked at too. */
export function standing(product: Product): Verdict | 'wait' {
  return product.verdict ?? 'wait';
}

/** Why it is not a plain yes, for try-on by photo. */
export function reasonsOf(product: Product): Reason[] {
  const reasons = (product.decision?.reasons ?? []).filter((reason) => reason.mode === 'photo');
  return reasons.map((reason) => ({ ...reason, text: typeset(reason.text), remedy: typeset(reason.remedy) }));
}

/** A price with its currency, as the language writes it. */
export function priceOf({ price, currency }: Product, language: Language): string {
  if (price === null) return '';
  const tag = language === 'zh' ? 'zh-CN' : 'en';
  const value = Number(price);
  return currency ? new Intl.NumberFormat(tag, { style: 'currency', currency }).format(value) : String(value);
}

/** A word for what was seen, and how sure that is, where that is known; nothing without a word. */
export function said(word: string | undefined, sure?: number | null): string {
  return word && sure != null ? `${word} ${Math.round(100 * sure)} %` : (word ?? '');
}
