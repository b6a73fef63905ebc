/** The server's contract in memory, for tests of what speaks to it: give its `fetch` to a session and an API. */
import type { Job, ShopProduct } from '../core/contract.js';
import type { Store } from '../core/session.js';

export function memory(): Store & { all: Map<string, string> } {
  const all = new Map<string, string>();
  return {
    all,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  };
}

const CHECKS = ['outside', 'outline', 'print', 'leak', 'sleeves', 'face'];

export const RESULT = {
  url: '/r/job-1?s=signed',
  thumb: '/r/job-1/thumb?s=signed',
  width: 1536,
  height: 2048,
  alt: 'The person of the photo, wearing: red top',
  checks: CHECKS.map((name) => ({ name, passed: name !== 'sleeves', value: 0, bar: 0, text: name })),
  warnings: [{ code: 'dark', text: 'The photo is dark.' }],
  timings: { engine: 600, encode: 100, total: 710 },
};

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
}

export class FakeServer {
  /** Every request: method, path, headers. */
  asked: { method: string; path: string; headers: Headers; body: unknown }[] = [];
  /** Sessions whose refresh secret still works. */
  refreshes = new Set<string>();
  jobs: Job[] = [];
  products: ShopProduct[] = [];
  /** Answers instead of the usual one, by "METHOD /path"; used once. */
  instead = new Map<string, () => Response>();
  #count = 0;

  readonly fetch = (async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const url = new URL(String(input), 'http://shop.test');
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : (init.body ?? null);
    this.asked.push({ method, path: url.pathname, headers: new Headers(init.headers), body });
    const call = `${method} ${url.pathname}`;
    const special = this.instead.get(call);
    this.instead.delete(call);
    return special ? special() : this.#answer(call, body as Record<string, unknown>);
  }) as typeof fetch;

  count(call: string): number {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === call).length;
  }

  refuse(call: string, status: number, code: string, headers: Record<string, string> = {}): void {
    const body = { type: '', title: 'No.', status, detail: 'No, sorry.', code, remedy: 'Do something else.' };
    this.instead.set(call, () => answer(status, body, headers));
  }

  #answer(call: string, body: Record<string, unknown>): Response {
    this.#count += 1;
    const id = String(this.#count);
    const soon = new Date(Date.now() + 900_000).toISOString();
    if (call === 'POST /v1/sessions') {
      this.refreshes.add(`refresh-${id}`);
      return answer(201, { session: 's', token: `token-${id}`, expires_at: soon, refresh: `refresh-${id}` });
    }
    if (call === 'POST /v1/sessions/renew') {
      if (!this.refreshes.has(String(body.refresh)))
        return answer(401, { code: 'bad-token', title: 'No', status: 401 });
      return answer(200, { session: 's', token: `token-${id}`, expires_at: soon });
    }
    if (call === 'GET /v1/demo') return answer(200, DEMO);
    if (call === 'GET /v1/shop/products') return answer(200, { items: this.products });
    if (call === 'POST /v1/photos') return answer(201, { id: `photo-${id}`, width: 900, height: 1200, warnings: [] });
    if (call === 'POST /v1/garments') {
      return answer(201, {
        id: `garment-${id}`,
        category: 'bottoms',
        width: 9,
        height: 9,
        warnings: [],
        alt: 'red bottoms',
      });
    }
    if (call === 'POST /v1/tryon') {
      const { person, garments, sizes, tucked } = body as Pick<Job, 'person' | 'garments' | 'sizes' | 'tucked'>;
      const job = { ...JOB, id: `job-${id}`, person, garments, sizes, tucked };
      this.jobs.unshift(job);
      return answer(202, job);
    }
    if (call === 'GET /v1/jobs') return answer(200, { items: this.jobs, next: null });
    const [, which, what] = /^(?:GET|POST) \/v1\/jobs\/([^/]+)(\/\w+)?$/.exec(call) ?? [];
    const job = this.jobs.find((one) => one.id === which);
    if (job) return this.#job(job, what ?? '');
    if (call.startsWith('GET /r/') || /^GET \/v1\/(photos|garments)\//.test(call)) {
      return new Response(new Blob(['picture'], { type: 'image/jpeg' }));
    }
    if (call.startsWith('DELETE ')) return answer(204, null);
    return answer(404, { code: 'not-found', title: 'Nothing here.', status: 404 });
  }

  #job(job: Job, what: string): Response {
    if (what === '/cancel') {
      Object.assign(job, { status: 'canceled' });
      return answer(200, job);
    }
    if (what !== '/events') return answer(200, job);
    const running = { ...job, status: 'running', stage: 'fit', progress: 0.5 };
    if (job.status === 'queued') Object.assign(job, { status: 'done', progress: 1, result: RESULT });
    return new Response(
      `event: progress\ndata: ${JSON.stringify(running)}\n\nevent: progress\ndata: ${JSON.stringify(job)}\n\nevent: end\ndata: {}\n\n`,
    );
  }
}

export const JOB: Job = {
  id: 'job-1',
  status: 'queued',
  stage: null,
  progress: 0,
  created_at: '2026-11-26T16:00:00Z',
  person: 'demo:anna',
  garments: ['demo:tee'],
  sizes: {},
  tucked: [],
  error: null,
  result: null,
};

const picture = { alt: 'A picture', width: 600, height: 800 };

export const DEMO = {
  people: [{ ...picture, id: 'demo:anna', name: 'Anna', url: '/demo/anna.jpg' }],
  garments: [
    { ...picture, id: 'demo:tee', name: 'Tee', url: '/demo/tee.jpg', category: 'tops' as const },
    { ...picture, id: 'demo:coat', name: 'Coat', url: '/demo/coat.jpg', category: 'outerwear' as const },
  ],
};
