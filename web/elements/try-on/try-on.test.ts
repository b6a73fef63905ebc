import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { heard, inside, render } from '../../tests/render.js';
import { FakeServer } from '../../tests/server.js';
import { VtTryOn } from './try-on.js';

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  window.localStorage.clear();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => vi.unstubAllGlobals());

test('from sample person and garment to the result, by its buttons', async () => {
  const room = await render(new VtTryOn());
  const events = heard(room, 'vt-result', 'vt-error');
  const person = inside(room, 'vt-person');
  await vi.waitFor(() => inside(person, '.sample').click());
  const look = inside(room, 'vt-look');
  await vi.waitFor(() => inside(look, '.tile').click());
  await vi.waitFor(() => expect(inside(look, '.go button').getAttribute('aria-disabled')).toBe('false'));
  inside(look, '.go button').click();
  await vi.waitFor(() => inside(inside(room, 'vt-stage'), 'vt-compare'));
  await vi.waitFor(() => inside(inside(room, 'vt-report'), 'summary'));
  const [name, detail] = events[0] ?? [];
  expect(name).toBe('vt-result');
  expect(detail).toMatchObject({ width: 1536, height: 2048, garments: ['demo:tee'] });
  expect(JSON.stringify(detail)).not.toContain('/r/');
});

test('nothing is asked of the server for a mere look but samples and products, without a session', async () => {
  await render(new VtTryOn());
  await vi.waitFor(() => expect(server.count('GET /v1/demo')).toBe(1));
  expect(server.asked.map(({ path }) => path)).toEqual(['/v1/demo', '/v1/shop/products']);
});
