import { expect, test } from 'vitest';
import { JOB, memory } from '../tests/server.js';
import { Drafts } from './draft.js';
import { EMPTY, type Piece } from './tryon.js';

const piece = {
  id: 'photo',
  width: 3,
  height: 4,
  name: 'Your photo',
  alt: '',
  category: null,
  size: 'L',
  tucked: true,
  sample: false,
} as Piece;

test('a draft outlives the page and holds neither bytes nor addresses of pictures', () => {
  const store = memory();
  const drafts = new Drafts(store, 'draft');
  const person = { ...piece, url: 'blob:secret', source: new Blob(['secret']), answers: [] };
  drafts.save({ ...EMPTY, person, look: [{ ...person, id: null }], job: JOB });
  expect(drafts.load()).toEqual({ person: piece, look: [], job: 'job-1' });
  expect([...store.all.values()].join()).not.toContain('blob:');
});

test('an empty room leaves nothing, and a spoilt draft is none', () => {
  const store = memory();
  const drafts = new Drafts(store, 'draft');
  drafts.save(EMPTY);
  expect(store.all.size).toBe(0);
  store.setItem('draft', '{"person":');
  expect(drafts.load()).toBe(null);
});
