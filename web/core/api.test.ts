import { beforeEach, expect, test } from 'vitest';
import { FakeServer, JOB, memory, RESULT } from '../tests/server.js';
import { Api } from './api.js';
import type { Job } from './contract.js';
import { Session } from './session.js';

let server: FakeServer;
let api: Api;

beforeEach(() => {
  server = new FakeServer();
  api = new Api(
    new Session(server.fetch, memory(), null),
    () => 'zh',
    server.fetch,
    () => Promise.resolve(),
  );
});

async function followed(id: string): Promise<Job['status'][]> {
  const seen: Job['status'][] = [];
  for await (const job of api.follow(id, new AbortController().signal)) seen.push(job.status);
  return seen;
}

test('requests carry the token and the reader language in headers, never in the address', async () => {
  const look = { garments: ['demo:tee'], sizes: { 'demo:tee': 'L' }, tucked: ['demo:tee'] };
  await api.tryOn('demo:anna', look, 'once');
  const { headers, body, path } = server.asked.at(-1) ?? {};
  expect(headers?.get('Authorization')).toMatch(/^Bearer token-/);
  expect(headers?.get('Accept-Language')).toBe('zh-CN');
  expect(headers?.get('Idempotency-Key')).toBe('once');
  expect(body).toEqual({
    person: 'demo:anna',
    ...look,
    category: 'auto',
    engine: 'auto',
  });
  expect(path).toBe('/v1/tryon');
});

test('a signed link is read without a token', async () => {
  await api.result(RESULT.url);
  expect(server.asked.at(-1)?.headers.has('Authorization')).toBe(false);
});

test('a token refused once is renewed; refused twice is a problem', async () => {
  server.refuse('GET /v1/jobs', 401, 'bad-token');
  expect((await api.jobs()).items).toEqual([]);
  server.refuse('GET /v1/jobs/x', 404, 'not-found');
  await expect(api.job('x')).rejects.toMatchObject({
    code: 'not-found',
    detail: 'No, sorry.',
    remedy: 'Do something else.',
  });
});

test('a full queue says when to come back', async () => {
  server.refuse('POST /v1/tryon', 429, 'queue-full', { 'Retry-After': '7' });
  await expect(api.tryOn('a', { garments: ['b'], sizes: {}, tucked: [] }, '1')).rejects.toMatchObject({
    status: 429,
    retryAfter: 7,
  });
});

test('a job is followed by its stream to the end', async () => {
  server.jobs = [{ ...JOB }];
  expect(await followed('job-1')).toEqual(['running', 'done']);
});

test('a broken stream falls back to asking', async () => {
  server.jobs = [{ ...JOB, status: 'done', result: RESULT }];
  server.instead.set('GET /v1/jobs/job-1/events', () => new Response('event: progress\ndata: {"id"'));
  expect(await followed('job-1')).toEqual(['done']);
});

test('a server that stays away ends the following with a problem', async () => {
  let calls = 0;
  const gone = (async (input: string) => {
    calls += 1;
    if (input === '/v1/sessions') return server.fetch(input, { method: 'POST', body: '{}' });
    throw new TypeError('failed to fetch');
  }) as typeof fetch;
  api = new Api(
    new Session(gone, memory(), null),
    () => 'en',
    gone,
    () => Promise.resolve(),
  );
  await expect(followed('job-1')).rejects.toMatchObject({ code: 'offline' });
  expect(calls).toBeLessThan(20);
});

test('a job that is not ours is not asked for again', async () => {
  await expect(followed('job-9')).rejects.toMatchObject({ status: 404 });
  expect(server.count('GET /v1/jobs/job-9/events')).toBe(1);
});
