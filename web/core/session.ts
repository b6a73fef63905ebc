import type { SessionBody } from './contract.js';
import { Problem, problemOf } from './problem.js';

/** Where the refresh secret and the draft are kept between visits: `localStorage`, or memory where that is refused. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Seconds before its end at which a token is no longer used. */
const MARGIN_S = 20;

/**
 * The shopper's session: opened at the first request that needs it, its 15-minute token renewed with the refresh secret.
 *
 * A refresh secret that the server no longer knows (24 hours, or erased) is dropped, `onLost` is told, and a new
 * session opened: what was uploaded under the old one is gone.
 */
export class Session {
  onLost: () => void = () => {};
  #token: { value: string; until: number } | null = null;
  #opening: Promise<string> | null = null;

  constructor(
    private readonly fetcher: typeof fetch,
    private readonly store: Store,
    private readonly key: string | null,
    private readonly now: () => number = Date.now,
  ) {}

  /** Name of this session's entry in the store: pages with different keys do not share one. */
  get entry(): string {
    return `vitrine.session.${this.key ?? 'own'}`;
  }

  /** Whether an earlier visit left a session. */
  get known(): boolean {
    return this.store.getItem(this.entry) !== null;
  }

  /** A token that is good for at least some seconds. Calls made at the same time share one request. */
  token(): Promise<string> {
    if (this.#token && this.now() < this.#token.until - MARGIN_S * 1000) return Promise.resolve(this.#token.value);
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** The server refused the token: the next call fetches another. */
  refused(): void {
    this.#token = null;
  }

  /** Forget everything here; the server has erased the session. */
  forget(): void {
    this.#token = null;
    this.store.removeItem(this.entry);
  }

  async #open(): Promise<string> {
    const refresh = this.store.getItem(this.entry);
    if (refresh !== null) {
      const renewed = await this.#post('v1/sessions/renew', { refresh });
      if (renewed.ok) return this.#keep((await renewed.json()) as SessionBody);
      if (renewed.status >= 500 || renewed.status === 429) throw await problemOf(renewed);
      this.forget();
      this.onLost();
    }
    const opened = await this.#post('v1/sessions', { key: this.key });
    if (!opened.ok) throw await problemOf(opened);
    return this.#keep((await opened.json()) as SessionBody);
  }

  #post(path: string, body: unknown): Promise<Response> {
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    return this.fetcher(`/${path}`, init).catch(() => {
      throw new Problem('offline');
    });
  }

  #keep(body: SessionBody): string {
    this.#token = { value: body.token, until: Date.parse(body.expires_at) };
    if (body.refresh) this.store.setItem(this.entry, body.refresh);
    return body.token;
  }
}
