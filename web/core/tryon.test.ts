import { describe, expect, test } from 'vitest';
import { JOB, RESULT } from '../tests/server.js';
import type { Job } from './contract.js';
import { Problem } from './problem.js';
import { type Action, EMPTY, made, next, type Piece, phase, ready, stale, type TryOn } from './tryon.js';

const piece = (change: Partial<Piece>): Piece => ({
  key: String(change.id),
  id: null,
  url: 'blob:x',
  width: 3,
  height: 4,
  name: '',
  alt: '',
  category: null,
  fits: [],
  size: '',
  tucked: false,
  sample: false,
  source: new Blob(),
  sending: false,
  held: false,
  problem: null,
  warnings: [],
  answers: null,
  ...change,
});

const person = piece({ id: 'photo' });
const tee = piece({ id: 'tee', category: 'tops' });
const done: Job = { ...JOB, status: 'done', person: 'photo', garments: ['tee'], result: RESULT };
const having = (...actions: Action[]): TryOn => actions.reduce(next, EMPTY);
const dressed: Action[] = [
  { do: 'person', piece: person },
  { do: 'garment', piece: tee },
];
const shown: Action[] = [...dressed, { do: 'ask' }, { do: 'job', job: done }];

test('from the empty stage to the result', () => {
  expect(phase(EMPTY)).toBe('empty');
  expect(phase(having(...dressed.slice(0, 1)))).toBe('person');
  expect(phase(having(...dressed))).toBe('ready');
  expect(phase(having(...dressed, { do: 'ask' }))).toBe('working');
  expect(phase(having(...dressed, { do: 'ask' }, { do: 'job', job: JOB }))).toBe('working');
  expect(phase(having(...shown))).toBe('shown');
});

describe('the button does something', () => {
  test('when all is there, and not twice for the same look', () => {
    expect(ready(having(...dressed))).toBe(true);
    expect(ready(having(...shown))).toBe(false);
    expect(ready(having(...shown, { do: 'garment', piece: piece({ id: 'coat', category: 'outerwear' }) }))).toBe(true);
  });

  test.each([
    ['held back', { held: true }],
    ['on its way', { sending: true }],
    ['refused', { problem: new Problem('no-person') }],
  ])('not while the photo is %s', (_, change) => {
    expect(ready(having(...dressed, { do: 'patch', key: person.key, change }))).toBe(false);
  });
});

test('a result is stale once the look differs from what it was made of', () => {
  expect(stale(having(...shown))).toBe(false);
  expect(stale(having(...shown, { do: 'take-off', key: tee.key }))).toBe(true);
});

test('the same look in another size is another picture; one without sizes is not', () => {
  const sized = piece({ id: 'product:1', category: 'tops', fits: ['M', 'L'], size: 'M' });
  const job = { ...done, garments: ['product:1'], sizes: { 'product:1': 'M' } };
  const state = having(...dressed.slice(0, 1), { do: 'garment', piece: sized }, { do: 'ask' }, { do: 'job', job });
  expect(stale(state)).toBe(false);
  expect(stale(next(state, { do: 'patch', key: sized.key, change: { size: 'L' } }))).toBe(true);
  expect(made({ ...job, sizes: {} }, [sized])).toBe(true);
});

test('the same look tucked in is another picture', () => {
  const shirt = piece({ id: 'shirt', category: 'tops' });
  const job = { ...done, garments: ['shirt'] };
  expect(made(job, [shirt])).toBe(true);
  expect(made(job, [{ ...shirt, tucked: true }])).toBe(false);
  expect(made({ ...job, tucked: ['shirt'] }, [{ ...shirt, tucked: true }])).toBe(true);
});

test('another person clears the stage, another garment does not', () => {
  expect(having(...shown, { do: 'person', piece: piece({ id: 'other' }) }).job).toBe(null);
  expect(having(...shown, { do: 'garment', piece: piece({ id: 'coat' }) }).job).toBe(done);
});

test('an uploaded garment takes its place in the dress order once the server has named it', () => {
  const unknown = piece({ key: 'own' });
  const state = having({ do: 'garment', piece: tee }, { do: 'garment', piece: unknown });
  expect(state.look.map(({ key }) => key)).toEqual(['tee', 'own']);
  const named = next(state, { do: 'patch', key: 'own', change: { id: 'jeans', category: 'bottoms' } });
  expect(named.look.map(({ id }) => id)).toEqual(['jeans', 'tee']);
});

test('news of an earlier job does not disturb the one on the stage', () => {
  const state = having(...shown);
  expect(next(state, { do: 'job', job: { ...JOB, id: 'earlier' } })).toBe(state);
});

test('a lost session keeps what can be sent again and drops ids that mean nothing now', () => {
  const state = having(...shown, { do: 'lost' });
  expect(state.person?.id).toBe(null);
  expect(state.look.map(({ id }) => id)).toEqual([null]);
  expect(state.job).toBe(null);
  const found = having({ do: 'person', piece: piece({ id: 'photo', source: null }) }, { do: 'lost' });
  expect(found.person).toBe(null);
});

test('deleting the photo takes the results made of it, and says when', () => {
  const history = [done, { ...done, id: 'other', person: 'demo:anna' }];
  const state = having(...shown, { do: 'history', items: history }, { do: 'erased', what: 'photo', at: 7 });
  expect(state).toMatchObject({ person: null, job: null, shown: null, erased: { what: 'photo', at: 7 } });
  expect(state.history.map(({ id }) => id)).toEqual(['other']);
  expect(state.look.length).toBe(1);
});

test('erasing the visit leaves only what belongs to the shop', () => {
  const sample = piece({ id: 'demo:tee', sample: true });
  const state = having(...shown, { do: 'garment', piece: sample }, { do: 'erased', what: 'session', at: 7 });
  expect(state.person).toBe(null);
  expect(state.look).toEqual([sample]);
});

test('a refused request ends the waiting and stays until the next try', () => {
  const state = having(...dressed, { do: 'ask' }, { do: 'refused', problem: new Problem('offline') });
  expect(phase(state)).toBe('failed');
  expect(ready(state)).toBe(true);
  expect(next(state, { do: 'ask' }).problem).toBe(null);
});
