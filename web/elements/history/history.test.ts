import { expect, test } from 'vitest';
import { heard, inside, render } from '../../tests/render.js';
import { JOB, RESULT } from '../../tests/server.js';
import { VtHistory } from './history.js';

const done = { ...JOB, id: 'b', status: 'done', result: RESULT } as const;

test('results open by their picture; others say how they stand', async () => {
  const element = await render(new VtHistory(), { items: [done, { ...JOB, id: 'a', status: 'failed' }], current: 'b' });
  const events = heard(element, 'vt-open', 'vt-erase');
  const [first, second] = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.one') ?? [])];
  expect(first?.querySelector('img')?.getAttribute('src')).toBe(RESULT.thumb);
  expect(first?.getAttribute('aria-current')).toBe('true');
  expect(second?.textContent?.trim()).toBe('Failed');
  first?.click();
  inside(element, '.foot button').click();
  expect(events).toEqual([
    ['vt-open', { id: 'b' }],
    ['vt-erase', null],
  ]);
});
