import { expect, test } from 'vitest';
import { Voice } from './voice.js';

test('the reader keeps a language that the shop offers, and gets its first where not', () => {
  const voice = new Voice();
  voice.choose('en', false);
  voice.offer(['zh', 'en']);
  expect(voice.language).toBe('en');
  voice.offer(['zh']);
  expect([voice.language, voice.offered]).toEqual(['zh', ['zh']]);
  expect(document.documentElement.lang).toBe('zh-CN');
  voice.offer(['en', 'zh']);
  expect(voice.language).toBe('zh');
  voice.choose('en', false);
});
