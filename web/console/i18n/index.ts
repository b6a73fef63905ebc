import type { Language } from '../../core/i18n/index.js';
import { en } from './en.js';
import type { Words } from './messages.js';
import { zh } from './zh.js';

export type { Words };
export const WORDS: Record<Language, Words> = { en, zh };
