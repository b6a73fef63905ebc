import { expect, test } from 'vitest';
import { inside, render } from '../../tests/render.js';
import { voice } from '../voice.js';
import { VtMasthead } from './masthead.js';

test('the language turns, is remembered, and the document says which it is', async () => {
  const element = await render(new VtMasthead());
  inside(element, '[lang=zh-CN]').click();
  await element.updateComplete;
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(inside(element, '[part=name]').textContent).toContain('试衣间');
  expect(inside(element, '[lang=zh-CN]').getAttribute('aria-pressed')).toBe('true');
  expect(window.localStorage.getItem('vitrine.language')).toBe('zh');
  voice.choose('en');
});

test('the appearance turns', async () => {
  const element = await render(new VtMasthead());
  const before = document.documentElement.dataset.theme;
  inside(element, '.round').click();
  const after = document.documentElement.dataset.theme;
  expect(after).toMatch(/light|dark/);
  expect(after).not.toBe(before);
});
