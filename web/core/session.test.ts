import { beforeEach, expect, test, vi } from 'vitest';
import { FakeServer, memory } from '../tests/server.js';
import { Session } from './session.js';

let server: FakeServer;
let store: ReturnType<typeof memory>;
let now = Date.now();
const session = () => new Session(server.fetch, store, null, () => now);

beforeEach(() => {
  server = new FakeServer();
  store = memory();
  now = Date.now();
});

test('it opens at the first need, once for calls made together, and keeps the refresh secret', async () => {
  const one = session();
  expect(server.asked).toEqual([]);
  expect(await Promise.all([one.token(), one.token()])).toEqual(['token-1', 'token-1']);
  expect(server.count('POST /v1/sessions')).toBe(1);
  expect(store.getItem(one.entry)).toBe('refresh-1');
});

test('a token near its end is renewed with the secret', async () => {
  const one = session();
  await one.token();
  now += 890_000;
  expect(await one.token()).toBe('token-2');
  expect(server.count('POST /v1/sessions/renew')).toBe(1);
});

test('another visit goes on with the same session', async () => {
  await session().token();
  await session().token();
  expect(server.count('POST /v1/sessions')).toBe(1);
});

test('a session that the server forgot is told as lost and opened anew', async () => {
  store.setItem('vitrine.session.own', 'of last week');
  const one = session();
  one.onLost = vi.fn();
  expect(await one.token()).toBe('token-2');
  expect(one.onLost).toHaveBeenCalledOnce();
  expect(store.getItem(one.entry)).toBe('refresh-2');
});

test('a server in trouble loses nothing', async () => {
  store.setItem('vitrine.session.own', 'good');
  server.refuse('POST /v1/sessions/renew', 503, 'internal');
  await expect(session().token()).rejects.toMatchObject({ code: 'internal', status: 503 });
  expect(store.getItem('vitrine.session.own')).toBe('good');
});

test('no server is a problem of its own', async () => {
  const offline = new Session(() => Promise.reject(new TypeError('failed to fetch')), store, null);
  await expect(offline.token()).rejects.toMatchObject({ code: 'offline' });
});

test('pages with different keys do not share a session', () => {
  expect(new Session(server.fetch, store, 'pk_a').entry).not.toBe(new Session(server.fetch, store, 'pk_b').entry);
});
