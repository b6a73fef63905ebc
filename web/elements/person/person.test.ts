import { expect, test } from 'vitest';
import type { Piece } from '../../core/tryon.js';
import { heard, inside, render } from '../../tests/render.js';
import { DEMO } from '../../tests/server.js';
import { VtPerson } from './person.js';

const own = {
  key: 'own',
  id: null,
  sample: false,
  sending: false,
  held: false,
  problem: null,
  warnings: [],
  answers: null,
} as unknown as Piece;

test('a chosen file is told, and the same file may be chosen again', async () => {
  const element = await render(new VtPerson());
  const events = heard(element, 'vt-picture', 'vt-choosing');
  const input = inside<HTMLInputElement>(element, 'input');
  const file = new File(['x'], 'me.jpg', { type: 'image/jpeg' });
  element.browse();
  Object.defineProperty(input, 'files', { value: [file] });
  input.dispatchEvent(new Event('change'));
  expect(events).toEqual([
    ['vt-choosing', null],
    ['vt-picture', { file }],
  ]);
  expect(input.value).toBe('');
});

test('sample people are buttons named for who wears', async () => {
  const element = await render(new VtPerson(), { samples: DEMO.people });
  const events = heard(element, 'vt-sample');
  const button = inside(element, '.sample');
  expect(button.getAttribute('aria-label')).toContain('Anna');
  expect(button.getAttribute('aria-pressed')).toBe('false');
  button.click();
  expect(events).toEqual([['vt-sample', { id: 'demo:anna' }]]);
});

test('advice says what to do, and a photo held back can be used anyway', async () => {
  const answers = [
    { check: 'person', advice: 'no-person' },
    { check: 'light', advice: null },
  ] as const;
  const element = await render(new VtPerson(), { piece: { ...own, held: true, answers } });
  const events = heard(element, 'vt-anyway', 'vt-delete');
  expect(inside(element, '.alert').textContent).toContain('head to hips');
  for (const button of element.shadowRoot?.querySelectorAll<HTMLElement>('.foot button') ?? []) button.click();
  expect(events.map(([name]) => name)).toEqual(['vt-anyway', 'vt-delete']);
});

test('the receipt of an erasure is shown', async () => {
  const element = await render(new VtPerson(), { receipt: 'Deleted at 16:20.' });
  expect(inside(element, '.receipt').textContent).toBe('Deleted at 16:20.');
});
