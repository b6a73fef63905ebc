import { expect, test } from 'vitest';
import { typeset } from './typeset.js';

test('Chinese is set with Chinese punctuation, English is left alone, code marks are gone', () => {
  expect(typeset('照片偏暗,光线更亮效果更好。')).toBe('照片偏暗，光线更亮效果更好。');
  expect(typeset('首次链接请重启服务器;或运行 `vitrine account link`。')).toBe(
    '首次链接请重启服务器；或运行 vitrine account link。',
  );
  expect(typeset('person: No person, sorry.')).toBe('person: No person, sorry.');
  expect(typeset('支持 JPEG, PNG 与 1,299.00 元')).toBe('支持 JPEG, PNG 与 1,299.00 元');
});
