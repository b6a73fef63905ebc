import { expect, test } from 'vitest';
import { heard } from '../../tests/render.js';
import { ConsoleApi } from '../api.js';
import { VcEntrance } from './entrance.js';

const HERE = { account: { id: '1', name: 'mei', role: 'owner', created_at: '' }, csrf: 'token', passkeys: 0 };
const OUT = { here: null, first: false, passkeys_work: false };

/** An API whose server answers as given, by path; what was asked is kept. */
function server(answers: Record<string, [number, unknown]>) {
  const asked: [string, string, Headers, string][] = [];
  const fetcher = (async (path: RequestInfo | URL, init: RequestInit = {}) => {
    asked.push([init.method ?? 'GET', String(path), new Headers(init.headers), String(init.body ?? '')]);
    const [status, body] = answers[String(path)] ?? [404, { code: 'not-found', title: 'No', status: 404 }];
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  }) as typeof fetch;
  return { api: new ConsoleApi(() => 'en', fetcher), asked };
}

async function opened(api: ConsoleApi, properties: Partial<VcEntrance>): Promise<VcEntrance> {
  const element = Object.assign(new VcEntrance(), { api, entrance: OUT, ...properties });
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element;
}

function sent(element: VcEntrance, values: Record<string, string>): void {
  const form = element.shadowRoot?.querySelector('form') as HTMLFormElement;
  for (const [name, value] of Object.entries(values)) {
    (form.querySelector(`[name=${name}]`) as HTMLInputElement).value = value;
  }
  form.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }));
}

const settled = () => new Promise((go) => setTimeout(go, 0));

test('name and password sign in, and every change then carries the token', async () => {
  const { api, asked } = server({
    '/v1/console/sign-in': [200, { here: HERE, first: false, passkeys_work: false }],
    '/v1/console/sign-out': [204, null],
  });
  const element = await opened(api, {});
  const events = heard(element, 'vc-entered');
  sent(element, { name: 'mei', password: 'four words make one' });
  await settled();
  expect(JSON.parse(asked[0]?.[3] ?? '')).toEqual({ name: 'mei', password: 'four words make one' });
  expect(events.length).toBe(1);
  await api.signOut(false);
  expect(asked[1]?.[2].get('X-CSRF-Token')).toBe('token');
});

test('what is refused is said in words, and nothing is entered', async () => {
  const problem = { code: 'wrong-password', title: 'Wrong.', detail: 'Name or password is wrong.', status: 401 };
  const element = await opened(server({ '/v1/console/sign-in': [401, problem] }).api, {});
  const events = heard(element, 'vc-entered');
  sent(element, { name: 'mei', password: 'x' });
  await settled();
  await element.updateComplete;
  expect(element.shadowRoot?.querySelector('[role=alert]')?.textContent).toContain('Name or password is wrong.');
  expect(events).toEqual([]);
});

test('a link says what it is for; one that is not good leads to the sign-in', async () => {
  const good = await opened(server({ '/v1/console/link': [200, { role: 'owner', name: null }] }).api, { link: 'abc' });
  await settled();
  await good.updateComplete;
  expect(good.shadowRoot?.querySelector('h1')?.textContent).toBe('Open your shop');
  const problem = { code: 'bad-invitation', title: 'Used.', detail: 'The link was used already.', status: 403 };
  const bad = await opened(server({ '/v1/console/link': [403, problem] }).api, { link: 'abc' });
  await settled();
  await bad.updateComplete;
  expect(bad.shadowRoot?.textContent).toContain('The link was used already.');
  expect(bad.shadowRoot?.querySelector('a')?.getAttribute('href')).toBe('#/products');
});

test('a browser that the server no longer knows is told once', async () => {
  const problem = { code: 'signed-out', title: 'Out.', status: 401 };
  const { api } = server({ '/v1/console/jobs': [401, problem] });
  let told = 0;
  api.onSignedOut = () => {
    told += 1;
  };
  api.csrf = 'token';
  for (let i = 0; i < 2; i += 1) await expect(api.jobs()).rejects.toMatchObject({ code: 'signed-out' });
  expect(told).toBe(1);
});
