import { en } from './en.js';
import type { Messages } from './messages.js';
import { zh } from './zh.js';

export type { Messages };
export type Language = 'en' | 'zh';

export const MESSAGES: Record<Language, Messages> = { en, zh };

/** The language to speak: the one chosen before, else the first of the browser's that we have, else English. */
export function speak(browser: readonly string[], chosen: string | null = null): Language {
  for (const tag of [chosen ?? '', ...browser]) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
