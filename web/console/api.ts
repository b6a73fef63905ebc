/** The console's calls: the cookie goes along by itself, the CSRF token with every change. */
import type { DemoBody, Job } from '../core/contract.js';
import type { Language } from '../core/i18n/index.js';
import { answered, problemOf } from '../core/problem.js';
import { progress } from '../core/stream.js';
import type {
  Ceremony,
  Chosen,
  Entrance,
  GarmentRead,
  Import,
  Key,
  Keys,
  KeyWish,
  NewKey,
  Passkey,
  Person,
  Point,
  Preferences,
  Product,
  ProductPage,
  Role,
  SizeRow,
  Works,
} from './contract.js';

interface Call {
  method?: string;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

const at = encodeURIComponent;

export class ConsoleApi {
  /** Of whoever is signed in; empty: nobody. */
  csrf = '';
  /** Told when the server no longer knows this browser. */
  onSignedOut: () => void = () => {};

  constructor(
    private readonly language: () => Language,
    private readonly fetcher: typeof fetch,
  ) {}

  // In and out.
  entrance = () => this.#enter('/v1/console/session', 'GET');
  lookAtLink = (link: string) =>
    this.#json<{ role: Role; name: string | null }>('/v1/console/link', { method: 'POST', json: { link } });
  welcome = (link: string, name: string, password: string) =>
    this.#enter('/v1/console/welcome', 'POST', { link, name, password });
  signIn = (name: string, password: string) => this.#enter('/v1/console/sign-in', 'POST', { name, password });
  passkeyQuestion = () => this.#json<Ceremony>('/v1/console/sign-in/passkey/options', { method: 'POST' });
  signInByPasskey = (challenge_id: string, credential: unknown) =>
    this.#enter('/v1/console/sign-in/passkey', 'POST', { challenge_id, credential });
  signOut = (everywhere: boolean) => this.#none('/v1/console/sign-out', { method: 'POST', json: { everywhere } });
  changePassword = (old: string, next: string) => this.#enter('/v1/console/password', 'PUT', { old, new: next });
  preview = () => this.#json<{ token: string }>('/v1/console/preview', { method: 'POST' });

  // One's own passkeys.
  passkeys = () => this.#json<{ items: Passkey[] }>('/v1/console/passkeys');
  passkeyWish = () => this.#json<Ceremony>('/v1/console/passkeys/options', { method: 'POST' });
  addPasskey = (challenge_id: string, credential: unknown, label: string) =>
    this.#json<{ items: Passkey[] }>('/v1/console/passkeys', {
      method: 'POST',
      json: { challenge_id, credential, label },
    });
  removePasskey = (id: string) => this.#none(`/v1/console/passkeys/${at(id)}`, { method: 'DELETE' });

  // People.
  people = () => this.#json<{ items: Person[]; invited: number }>('/v1/console/accounts');
  invite = (role: Role) =>
    this.#json<{ link: string }>('/v1/console/accounts/invitations', { method: 'POST', json: { role } });
  changeRole = (id: string, role: Role) =>
    this.#json<Person>(`/v1/console/accounts/${at(id)}`, { method: 'PATCH', json: { role } });
  removePerson = (id: string) => this.#none(`/v1/console/accounts/${at(id)}`, { method: 'DELETE' });

  // Keys, preferences, jobs.
  keys = () => this.#json<Keys>('/v1/console/keys');
  makeKey = (wish: KeyWish) => this.#json<NewKey>('/v1/console/keys', { method: 'POST', json: wish });
  changeKey = (id: string, wish: KeyWish) =>
    this.#json<Key>(`/v1/console/keys/${at(id)}`, { method: 'PATCH', json: wish });
  revokeKey = (id: string) => this.#none(`/v1/console/keys/${at(id)}`, { method: 'DELETE' });
  preferences = () => this.#json<Preferences>('/v1/console/preferences');
  choose = (chosen: Chosen) => this.#json<Preferences>('/v1/console/preferences', { method: 'PUT', json: chosen });
  jobs = () => this.#json<Works>('/v1/console/jobs');

  // Products.
  products = (query: Record<string, string>) =>
    this.#json<ProductPage>(`/v1/products?${new URLSearchParams(Object.entries(query).filter(([, v]) => v !== ''))}`);
  product = (id: string) => this.#json<Product>(`/v1/products/${at(id)}`);
  changeProduct = (id: string, change: Record<string, unknown>) =>
    this.#json<Product>(`/v1/products/${at(id)}`, { method: 'PATCH', json: change });
  removeProduct = (id: string) => this.#none(`/v1/products/${at(id)}`, { method: 'DELETE' });
  overrule = (id: string, verdict: 'yes' | 'no' | null, note: string) =>
    this.#json<Product>(`/v1/products/${at(id)}/overrule`, { method: 'POST', json: { verdict, note } });
  analyse = (id: string) => this.#json<unknown>(`/v1/products/${at(id)}/analyse`, { method: 'POST' });
  addPicture = (id: string, file: Blob, name: string) =>
    this.#json<unknown>(`/v1/products/${at(id)}/pictures?${new URLSearchParams({ name })}`, {
      method: 'POST',
      body: file,
      headers: { 'Content-Type': file.type || 'application/octet-stream' },
    });
  removePicture = (id: string, picture: string) =>
    this.#none(`/v1/products/${at(id)}/pictures/${at(picture)}`, { method: 'DELETE' });
  sizeChart = (id: string, rows: SizeRow[]) =>
    this.#none(`/v1/products/${at(id)}/size-chart`, { method: 'PUT', json: { rows } });
  garment = (id: string, picture: string) =>
    this.#json<GarmentRead>(`/v1/products/${at(id)}/pictures/${at(picture)}/garment`);
  mend = (id: string, picture: string, landmarks: Record<string, Point>, mask: string | null) =>
    this.#json<unknown>(`/v1/products/${at(id)}/pictures/${at(picture)}/mended`, {
      method: 'PUT',
      json: { landmarks, mask },
    });
  unmend = (id: string, picture: string) =>
    this.#none(`/v1/products/${at(id)}/pictures/${at(picture)}/mended`, { method: 'DELETE' });

  outdated = () => this.#json<{ products: number }>('/v1/analyses/outdated');
  lookAgain = () => this.#json<Import>('/v1/analyses/renew', { method: 'POST' });

  // Deliveries.
  /** A delivery to which products follow one by one. */
  openImport = (name: string) => this.#json<Import>(`/v1/imports?${new URLSearchParams({ name })}`, { method: 'POST' });
  addProduct = (batch: string, files: File[], signal: AbortSignal) => {
    const form = new FormData();
    for (const file of files) form.append('pictures', file, file.name);
    return this.#json<unknown>(`/v1/products?batch=${at(batch)}`, { method: 'POST', body: form, signal });
  };
  /** A file of a folder; `name`: where it lies there. */
  keepFile = (batch: string, name: string, file: File, signal: AbortSignal) =>
    this.#none(`/v1/imports/${at(batch)}/files?${new URLSearchParams({ name })}`, {
      method: 'PUT',
      body: file,
      headers: { 'Content-Type': 'application/octet-stream' },
      signal,
    });
  /** All files of a folder are there. */
  readImport = (batch: string) => this.#json<Import>(`/v1/imports/${at(batch)}/read`, { method: 'POST' });
  importFeed = (file: File) =>
    this.#json<Import>(`/v1/imports?${new URLSearchParams({ name: file.name })}`, {
      method: 'POST',
      body: file,
      headers: { 'Content-Type': 'text/csv' },
    });
  imports = () => this.#json<{ items: Import[] }>('/v1/imports?limit=20');
  cancelImport = (id: string) => this.#json<Import>(`/v1/imports/${at(id)}/cancel`, { method: 'POST' });

  /** An import as it goes on, until it ends. */
  async *followImport(id: string, signal: AbortSignal): AsyncGenerator<Import> {
    const response = await this.#call(`/v1/imports/${at(id)}/events`, {
      headers: { Accept: 'text/event-stream' },
      signal,
    });
    yield* progress<Import>(response);
  }

  // Trying on, as a shopper would: by a session of its own.
  demo = () => this.#json<DemoBody>('/v1/demo');
  async *tryOn(token: string, person: string, garment: string, signal: AbortSignal): AsyncGenerator<Job> {
    const headers = { Authorization: `Bearer ${token}` };
    const wish = { person, garments: [garment], category: 'auto', engine: 'auto' };
    const job = await this.#json<Job>('/v1/tryon', { method: 'POST', json: wish, headers, signal });
    yield job;
    yield* progress<Job>(await this.#call(`/v1/jobs/${at(job.id)}/events`, { headers, signal }));
  }

  async #enter(path: string, method: string, json?: unknown): Promise<Entrance> {
    const found = await this.#json<Entrance>(path, json === undefined ? { method } : { method, json });
    this.csrf = found.here?.csrf ?? '';
    return found;
  }

  async #none(path: string, call: Call): Promise<void> {
    await this.#call(path, call);
  }

  async #json<T>(path: string, call: Call = {}): Promise<T> {
    return (await (await this.#call(path, call)).json()) as T;
  }

  async #call(path: string, call: Call): Promise<Response> {
    const method = call.method ?? 'GET';
    const headers: Record<string, string> = {
      'Accept-Language': this.language() === 'zh' ? 'zh-CN' : 'en',
      ...(method === 'GET' ? {} : { 'X-CSRF-Token': this.csrf }),
      ...(call.json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...call.headers,
    };
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (call.json !== undefined) init.body = JSON.stringify(call.json);
    if (call.body !== undefined) init.body = call.body;
    if (call.signal) init.signal = call.signal;
    const response = await answered(this.fetcher(path, init), call.signal);
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (problem.code === 'signed-out' && this.csrf) {
      this.csrf = '';
      this.onSignedOut();
    }
    throw problem;
  }
}
