import { expect, test } from 'vitest';
import { inside, render } from '../../tests/render.js';
import { JOB, RESULT } from '../../tests/server.js';
import { VtReport } from './report.js';

const job = { ...JOB, status: 'done', result: RESULT } as const;

test('a failed check and the warnings stand open, with what to do; the rest can be unfolded', async () => {
  const element = await render(new VtReport(), { job });
  const mind = inside(element, '[part=warnings]').textContent ?? '';
  expect(mind).toContain('sleeves');
  expect(mind).toContain('Hold your arms a little away');
  expect(mind).toContain('The photo is dark.');
  expect(inside(element, 'summary').textContent).toBe('5 of 6 checks passed');
  expect(element.shadowRoot?.querySelectorAll('.checks li').length).toBe(6);
});

test('a check that the page has no words for is shown in those of the server', async () => {
  const checks = [{ name: 'novel', passed: false, value: 1, bar: 0, text: 'Something new is off.' }];
  const element = await render(new VtReport(), { job: { ...job, result: { ...RESULT, checks, warnings: [] } } });
  expect(inside(element, '[part=warnings]').textContent).toContain('Something new is off.');
});

test('nothing is shown before there is a result', async () => {
  expect((await render(new VtReport())).shadowRoot?.textContent?.trim()).toBe('');
});
