import {
  type DemoBody,
  ended,
  type GarmentBody,
  type Job,
  type JobPage,
  type PhotoBody,
  type ShopPage,
  type ShopProduct,
} from './contract.js';
import type { Language } from './i18n/index.js';
import { answered, Problem, problemOf } from './problem.js';
import type { Session } from './session.js';
import { progress } from './stream.js';

/** Milliseconds between looks at a job when its event stream is not to be had. */
const POLL_MS = 700;
/** Failures in a row after which following a job gives up. */
const PATIENCE = 6;

interface Call {
  method?: string;
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** The server's API: paths in, typed answers out, refusals thrown as `Problem`. */
export class Api {
  constructor(
    private readonly session: Session,
    private readonly language: () => Language,
    private readonly fetcher: typeof fetch,
    private readonly pause: (ms: number) => Promise<void> = (ms) => new Promise((go) => setTimeout(go, ms)),
  ) {}

  /** Sample people and garments; public. */
  async demo(): Promise<DemoBody> {
    const response = await this.#fetch('/v1/demo', {}, this.#language());
    return (await response.json()) as DemoBody;
  }

  /** The shop's product of this number, in the reader's language; null: there is none, or it is not published. */
  async product(number: string): Promise<ShopProduct | null> {
    const query = new URLSearchParams({ external_id: number, limit: '1' });
    return ((await (await this.#call(`/v1/shop/products?${query}`)).json()) as ShopPage).items[0] ?? null;
  }

  /** Tell the shop on which page its element was opened: nothing of the shopper, and no session is opened for it. */
  async seen(key: string, page: string): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    await this.#fetch('/v1/sessions/seen', { method: 'POST', body: JSON.stringify({ key, page }), headers }, {});
  }

  /** The shop's products, in its order, at most `most`; public. */
  async products(most = 200): Promise<ShopProduct[]> {
    const found: ShopProduct[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ limit: '100', ...(cursor ? { cursor } : {}) });
      const response = await this.#fetch(`/v1/shop/products?${query}`, {}, this.#language());
      const page = (await response.json()) as ShopPage;
      found.push(...page.items);
      cursor = page.next;
    } while (cursor && found.length < most);
    return found;
  }

  async uploadPhoto(picture: Blob): Promise<PhotoBody> {
    return (await this.#upload('/v1/photos', picture)) as PhotoBody;
  }

  async uploadGarment(picture: Blob): Promise<GarmentBody> {
    return (await this.#upload('/v1/garments', picture)) as GarmentBody;
  }

  /** The bytes of an uploaded picture of this session. */
  async picture(kind: 'photos' | 'garments', id: string): Promise<Blob> {
    return (await this.#call(`/v1/${kind}/${encodeURIComponent(id)}`)).blob();
  }

  /** The bytes behind a result's signed link, which is the whole right to read them: no token is sent. */
  async result(url: string): Promise<Blob> {
    return (await this.#fetch(url, {}, {})).blob();
  }

  async deletePhoto(id: string): Promise<void> {
    await this.#call(`/v1/photos/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  /** Erase all that the server holds of this session. */
  async eraseSession(): Promise<void> {
    await this.#call('/v1/sessions/current', { method: 'DELETE' });
    this.session.forget();
  }

  async tryOn(person: string, look: Pick<Job, 'garments' | 'sizes' | 'tucked'>, once: string): Promise<Job> {
    const response = await this.#call('/v1/tryon', {
      method: 'POST',
      body: JSON.stringify({ person, ...look, category: 'auto', engine: 'auto' }),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': once },
    });
    return (await response.json()) as Job;
  }

  async job(id: string, signal?: AbortSignal): Promise<Job> {
    return (await (await this.#call(`/v1/jobs/${encodeURIComponent(id)}`, { signal })).json()) as Job;
  }

  async jobs(cursor: string | null = null, limit = 24): Promise<JobPage> {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) });
    return (await (await this.#call(`/v1/jobs?${query}`)).json()) as JobPage;
  }

  async cancel(id: string): Promise<Job> {
    return (await (await this.#call(`/v1/jobs/${encodeURIComponent(id)}/cancel`, { method: 'POST' })).json()) as Job;
  }

  /**
   * A job until it ends: each state that the server tells, by its event stream, or by asking when that breaks.
   *
   * Raises Problem: the job is not this session's, or the server was not reached several times in a row.
   */
  async *follow(id: string, signal: AbortSignal): AsyncGenerator<Job> {
    for (let failures = 0; failures < PATIENCE; ) {
      try {
        for await (const job of this.#stream(id, signal)) {
          failures = 0;
          yield job;
          if (ended(job)) return;
        }
      } catch (thrown) {
        if (signal.aborted) return;
        if (Problem.of(thrown).status === 404) throw thrown;
      }
      try {
        const job = await this.job(id, signal);
        yield job;
        if (ended(job)) return;
        failures = 0;
      } catch (thrown) {
        if (signal.aborted) return;
        failures += 1;
        if (failures === PATIENCE || Problem.of(thrown).status === 404) throw thrown;
      }
      await this.pause(POLL_MS);
    }
  }

  async *#stream(id: string, signal: AbortSignal): AsyncGenerator<Job> {
    const response = await this.#call(`/v1/jobs/${encodeURIComponent(id)}/events`, {
      headers: { Accept: 'text/event-stream' },
      signal,
    });
    yield* progress<Job>(response);
  }

  async #upload(path: string, picture: Blob): Promise<unknown> {
    const type = picture.type || 'application/octet-stream';
    return (await this.#call(path, { method: 'POST', body: picture, headers: { 'Content-Type': type } })).json();
  }

  /** With the session's token; one refused as too old is renewed once. */
  async #call(path: string, call: Call = {}): Promise<Response> {
    try {
      return await this.#fetch(path, call, await this.#credentials());
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.status !== 401) throw thrown;
      this.session.refused();
      return this.#fetch(path, call, await this.#credentials());
    }
  }

  async #credentials(): Promise<Record<string, string>> {
    return { ...this.#language(), Authorization: `Bearer ${await this.session.token()}` };
  }

  #language(): Record<string, string> {
    return { 'Accept-Language': this.language() === 'zh' ? 'zh-CN' : 'en' };
  }

  async #fetch(path: string, call: Call, headers: Record<string, string>): Promise<Response> {
    const init: RequestInit = { method: call.method ?? 'GET', headers: { ...headers, ...call.headers } };
    if (call.body !== undefined) init.body = call.body;
    if (call.signal) init.signal = call.signal;
    const response = await answered(this.fetcher(path, init), call.signal);
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}
