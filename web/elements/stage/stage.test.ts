import { expect, test } from 'vitest';
import type { Job } from '../../core/contract.js';
import { Problem } from '../../core/problem.js';
import { EMPTY, type Piece, type TryOn } from '../../core/tryon.js';
import { heard, inside, render } from '../../tests/render.js';
import { JOB, RESULT } from '../../tests/server.js';
import { VtStage } from './stage.js';

const person = {
  key: 'p',
  id: 'demo:anna',
  url: '/demo/anna.jpg',
  alt: 'Anna, standing',
  name: 'Anna',
  sample: true,
} as Piece;
const look = [{ key: 't', id: 'demo:tee' } as Piece];
const fitting = (change: Partial<TryOn>): TryOn => ({ ...EMPTY, person, look, ...change });
const status = (element: VtStage) => inside(element, '[role=status]').textContent?.trim();

test('the empty stage shows where to stand and asks for a photo', async () => {
  const element = await render(new VtStage());
  const events = heard(element, 'vt-browse');
  inside(element, '.silhouette');
  inside(element, '.stand button').click();
  expect(events.length).toBe(1);
});

test('work in progress is told by stage name and a progress bar, and can be stopped', async () => {
  const job = { ...JOB, status: 'running', stage: 'fit', progress: 0.5 } as const;
  const element = await render(new VtStage(), { fitting: fitting({ job }) });
  const events = heard(element, 'vt-cancel');
  expect(status(element)).toBe('Putting it on …');
  expect(inside(element, '[role=progressbar]').getAttribute('aria-valuenow')).toBe('50');
  expect(element.style.getPropertyValue('--progress')).toBe('0.5');
  inside(element, '.act').click();
  expect(events.length).toBe(1);
});

test('a result is compared with the photo, and can be saved and shared', async () => {
  const job = { ...JOB, status: 'done', result: RESULT } as const;
  const shown = { job: job.id, blob: new Blob(), url: 'blob:result' };
  const element = await render(new VtStage(), { fitting: fitting({ job, shown }) });
  const events = heard(element, 'vt-save', 'vt-share');
  expect(inside(element, 'vt-compare')).toMatchObject({ photo: person.url, result: 'blob:result', alt: RESULT.alt });
  for (const act of element.shadowRoot?.querySelectorAll<HTMLElement>('.act') ?? []) act.click();
  expect(events.map(([name]) => name)).toEqual(['vt-save', 'vt-share']);
});

test('a failure says what and what to do, and offers another try', async () => {
  const problem = new Problem('no-person', 'No person was found.', 'Use another photo.', 422);
  const element = await render(new VtStage(), { fitting: fitting({ problem }) });
  const events = heard(element, 'vt-go');
  expect(status(element)).toContain('No person was found. Use another photo.');
  inside(element, '.act').click();
  expect(events.length).toBe(1);
});

test('a picture of an older look says so', async () => {
  const job: Job = { ...JOB, status: 'done', garments: ['demo:coat'], result: RESULT };
  const element = await render(new VtStage(), { fitting: fitting({ job }) });
  expect(status(element)).toContain('has changed');
});
