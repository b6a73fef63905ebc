import { beforeEach, expect, test, vi } from 'vitest';
import { Api } from '../../core/api.js';
import { Drafts } from '../../core/draft.js';
import type { Answer } from '../../core/guide.js';
import { Session } from '../../core/session.js';
import { phase } from '../../core/tryon.js';
import { FakeServer, memory } from '../../tests/server.js';
import { Desk } from './desk.js';

let server: FakeServer;
let store: ReturnType<typeof memory>;
let looking: Promise<Answer[] | null>;
let late: Promise<null>;
const FINE: Answer[] = [{ check: 'person', advice: null }];
const photo = new Blob(['photo'], { type: 'image/jpeg' });

const canvas = document.createElement('canvas');

/** A page: all its own but the server and the browser's storage. */
function page(onChange = () => {}): Desk {
  const session = new Session(server.fetch, store, null);
  const api = new Api(
    session,
    () => 'en',
    server.fetch,
    () => Promise.resolve(),
  );
  const device = {
    prepare: async (blob: Blob) => ({
      blob,
      width: 900,
      height: 1200,
      small: blob.type === 'image/heic' ? null : canvas,
    }),
    inspect: () => looking,
    late: () => late,
    url: () => 'blob:url',
    isPicture: (file: Blob) => file.type.startsWith('image/'),
  };
  const names = () => ({ photo: 'Your photo', garment: 'Your garment' });
  const desk = new Desk(api, new Drafts(store, 'draft'), device, names, onChange);
  session.onLost = () => desk.dispatch({ do: 'lost' });
  return desk;
}

beforeEach(() => {
  server = new FakeServer();
  store = memory();
  looking = Promise.resolve(FINE);
  late = new Promise(() => {});
});

async function dressed(desk: Desk): Promise<void> {
  await desk.open();
  await desk.photo(photo);
  desk.wear('demo:tee');
}

test('a photo is looked at, uploaded, tried on and shown', async () => {
  const desk = page();
  desk.onResult = vi.fn();
  await dressed(desk);
  expect(desk.state.person).toMatchObject({ sending: false, answers: FINE });
  await desk.go();
  expect(phase(desk.state)).toBe('shown');
  expect(desk.state.shown?.url).toBe('blob:url');
  expect(desk.onResult).toHaveBeenCalledOnce();
  expect(desk.state.history.length).toBe(1);
});

test('a photo in which the browser sees nobody does not leave the device until the shopper says so', async () => {
  looking = Promise.resolve([{ check: 'person', advice: 'no-person' }]);
  const desk = page();
  await desk.photo(photo);
  expect(server.asked).toEqual([]);
  await desk.anyway();
  expect(server.count('POST /v1/photos')).toBe(1);
  expect(desk.state.person?.id).toMatch(/^photo-/);
});

test('without the pose network a photo is uploaded all the same', async () => {
  looking = Promise.resolve(null);
  const desk = page();
  await desk.photo(photo);
  expect(desk.state.person?.id).toMatch(/^photo-/);
});

test('a photo does not wait for a slow pose network; its answers come later', async () => {
  late = Promise.resolve(null);
  let tell: (answers: Answer[]) => void = () => {};
  looking = new Promise((give) => {
    tell = give;
  });
  const desk = page();
  const done = desk.photo(photo);
  await vi.waitFor(() => expect(desk.state.person?.id).toMatch(/^photo-/));
  expect(desk.state.person?.answers).toBe(null);
  tell(FINE);
  await done;
  expect(desk.state.person?.answers).toBe(FINE);
});

test('what the browser cannot draw is shown as the server draws it', async () => {
  const urls = new Set<string | undefined>();
  const desk: Desk = page(() => urls.add(desk.state.person?.url));
  await desk.photo(new Blob(['heic'], { type: 'image/heic' }));
  expect([...urls]).toEqual(['', 'blob:url']);
  expect(server.count(`GET /v1/photos/${desk.state.person?.id}`)).toBe(1);
});

test('what is no picture is refused in words, and nothing is sent', async () => {
  const desk = page();
  desk.onProblem = vi.fn();
  await desk.photo(new Blob(['%PDF'], { type: 'application/pdf' }));
  expect(desk.state.problem?.code).toBe('not-a-picture');
  expect(desk.onProblem).toHaveBeenCalledOnce();
  expect(server.asked).toEqual([]);
});

test('a refused photo keeps its reason and can be chosen again', async () => {
  server.refuse('POST /v1/photos', 422, 'no-person');
  const desk = page();
  await desk.photo(photo);
  expect(desk.state.person).toMatchObject({ id: null, sending: false, problem: { code: 'no-person' } });
  await desk.photo(photo);
  expect(desk.state.person).toMatchObject({ problem: null });
  expect(desk.state.person?.id).toMatch(/^photo-/);
});

test('a garment that the page offers is uploaded with the first try, not before', async () => {
  const desk = page();
  await desk.offer(photo, 'Tee of the shop');
  expect(server.asked).toEqual([]);
  await desk.photo(photo);
  expect(server.count('POST /v1/garments')).toBe(0);
  await desk.go();
  expect(server.count('POST /v1/garments')).toBe(1);
  expect(phase(desk.state)).toBe('shown');
  expect(desk.state.look[0]).toMatchObject({ name: 'Tee of the shop', category: 'bottoms' });
});

test('a closed tab finds its running job, its person and its look again', async () => {
  const desk = page();
  await dressed(desk);
  const asked = desk.go();
  await vi.waitFor(() => expect(desk.state.job).not.toBe(null));
  const [job] = server.jobs;
  if (job) Object.assign(job, { status: 'queued', result: null });
  const again = page();
  await again.open();
  await again.restore();
  expect(again.state.job?.id).toBe(job?.id);
  expect(phase(again.state)).toBe('shown');
  expect(again.state.look.map(({ id }) => id)).toEqual(['demo:tee']);
  expect(again.state.person?.id).toBe(desk.state.person?.id);
  await asked;
});

test('a tab closed before the answer came finds its job all the same', async () => {
  const desk = page();
  await dressed(desk);
  const kept = store.getItem('draft') ?? '';
  await desk.go();
  store.setItem('draft', kept);
  const again = page();
  await again.open();
  await again.restore();
  expect(again.state.job?.id).toBe(desk.state.job?.id);
  expect(phase(again.state)).toBe('shown');
});

test('a closed tab finds a look that was not tried on yet', async () => {
  const desk = page();
  await dressed(desk);
  await desk.garment(photo);
  const again = page();
  await again.open();
  await again.restore();
  expect(again.state.person?.name).toBe('Your photo');
  expect(again.state.look.map(({ category }) => category)).toEqual(['bottoms', 'tops']);
  expect(phase(again.state)).toBe('ready');
});

test('a session erased meanwhile: the photo is sent again, not lost', async () => {
  const desk = page();
  await dressed(desk);
  server.refreshes.clear();
  server.refuse('POST /v1/tryon', 401, 'bad-token');
  await desk.go();
  expect(desk.state.person?.source).toBe(photo);
  expect(desk.state.person?.id).toBe(null);
  await desk.go();
  expect(phase(desk.state)).toBe('shown');
  expect(server.count('POST /v1/photos')).toBe(2);
});

test('an earlier result goes back on the stage with what it was made of', async () => {
  const desk = page();
  await dressed(desk);
  await desk.go();
  const first = desk.state.job?.id ?? '';
  desk.wear('demo:coat');
  await desk.go();
  expect(desk.state.job?.id).not.toBe(first);
  await desk.show(first);
  expect(desk.state.job?.id).toBe(first);
  expect(desk.state.look.map(({ id }) => id)).toEqual(['demo:tee']);
  expect(desk.state.shown?.job).toBe(first);
});

test('deleting the photo deletes it on the server and says when', async () => {
  const desk = page();
  await dressed(desk);
  const id = desk.state.person?.id;
  await desk.deletePhoto();
  expect(server.count(`DELETE /v1/photos/${id}`)).toBe(1);
  expect(desk.state.erased?.what).toBe('photo');
  expect(store.getItem('draft')).not.toContain('photo-');
});

test('erasing the visit forgets the session here too', async () => {
  const desk = page();
  await dressed(desk);
  await desk.eraseAll();
  expect(server.count('DELETE /v1/sessions/current')).toBe(1);
  expect(store.getItem('vitrine.session.own')).toBe(null);
});

test('stopping a job is told to the server', async () => {
  const desk = page();
  await dressed(desk);
  const going = desk.go();
  await vi.waitFor(() => expect(desk.state.job).not.toBe(null));
  await desk.cancel();
  await going;
  expect(server.asked.some(({ path }) => path.endsWith('/cancel'))).toBe(true);
});

test("the shop's products take the samples' place; one that cannot be tried on is shown and not worn", async () => {
  const picture = { url: '/p/1/photo', thumb: '/p/1/thumb', width: 600, height: 800 };
  const known = { external_id: 'x', alt: '', category: 'tops' as const, price: '9', currency: 'EUR', sizes: ['S'] };
  server.products = [
    { ...known, id: 'p', name: 'Tee', garment: 'product:p', pictures: [picture] },
    { ...known, id: 'q', name: 'Vase', garment: null, pictures: [picture] },
  ];
  const desk = page();
  await desk.open();
  expect(desk.demo.garments.map(({ id, plain }) => [id, plain])).toEqual([
    ['product:p', false],
    ['q', true],
  ]);
  desk.wear('q');
  desk.wear('product:p');
  expect(desk.state.look.map(({ id }) => id)).toEqual(['product:p']);
});

test("the page's product is put on by its number and stands before the samples; one that is not offered is told", async () => {
  const picture = { url: '/p/1/photo', thumb: '/p/1/thumb', width: 600, height: 800 };
  const known = {
    id: 'p',
    external_id: 'tee-017',
    name: 'Tee',
    alt: 'red top',
    category: 'tops' as const,
    price: null,
    currency: null,
    sizes: [],
  };
  server.products = [{ ...known, garment: 'product:p', pictures: [picture] }];
  const desk = page();
  await desk.open();
  expect(await desk.product('tee-017')).toBe(true);
  await desk.open();
  expect(desk.demo.garments[0]).toMatchObject({ id: 'product:p', url: '/p/1/thumb' });
  expect(desk.state.look.map(({ id, sample }) => [id, sample])).toEqual([['product:p', true]]);
  expect(await desk.product('tee-017')).toBe(true);
  expect(desk.state.look.length).toBe(1);
  expect(desk.state.look[0]?.size).toBe('');
  server.products = [{ ...known, garment: null, pictures: [picture] }];
  expect(await desk.product('tee-017')).toBe(false);
  server.products = [];
  expect(await desk.product('none')).toBe(false);
});

test('a product is worn in the size that page or shopper chose, and an earlier result brings its size back', async () => {
  const product = {
    id: 'p',
    external_id: 'tee',
    name: 'Tee',
    alt: 'red top',
    garment: 'product:p',
    category: 'tops' as const,
    price: null,
    currency: null,
    sizes: [],
    size_chart: { rows: [{ size: 'S' }, { size: 'M' }, { size: 'XL' }] },
    size: 'M',
    pictures: [{ url: '/p/1/photo', thumb: '/p/1/thumb', width: 600, height: 800 }],
  };
  server.products = [product];
  const desk = page();
  await desk.open();
  desk.sample('demo:anna');
  expect(await desk.product('tee', 'XL')).toBe(true);
  await desk.go();
  const asked = () => server.asked.filter(({ path }) => path === '/v1/tryon').map(({ body }) => body);
  expect(asked()).toMatchObject([{ sizes: { 'product:p': 'XL' } }]);
  const first = desk.state.job?.id ?? '';
  const key = desk.state.look[0]?.key ?? '';
  desk.size(key, 'S');
  desk.size(key, 'XXL');
  await desk.go();
  expect(asked()).toMatchObject([{}, { sizes: { 'product:p': 'S' } }]);
  await desk.show(first);
  expect(desk.state.look[0]?.size).toBe('XL');
  const again = page();
  await again.open();
  await again.restore();
  expect(again.state.look[0]?.size).toBe('XL');
});

test('a top is tucked in as the shopper chose, and an earlier result brings that back', async () => {
  const desk = page();
  await desk.open();
  desk.sample('demo:anna');
  desk.wear('demo:tee');
  desk.tuck(desk.state.look[0]?.key ?? '', true);
  await desk.go();
  const asked = server.asked.filter(({ path }) => path === '/v1/tryon').map(({ body }) => body);
  expect(asked).toMatchObject([{ tucked: ['demo:tee'] }]);
  const first = desk.state.job?.id ?? '';
  desk.tuck(desk.state.look[0]?.key ?? '', false);
  await desk.show(first);
  expect(desk.state.look[0]?.tucked).toBe(true);
  const again = page();
  await again.open();
  await again.restore();
  expect(again.state.look[0]?.tucked).toBe(true);
});

test('names of what is worn follow the language, and how it is worn stays', async () => {
  const desk = page();
  await desk.open();
  desk.sample('demo:anna');
  desk.wear('demo:tee');
  desk.tuck(desk.state.look[0]?.key ?? '', true);
  const rename = <T extends { name: string; alt: string }>(one: T) => ({ ...one, name: `${one.name} zh`, alt: 'zh' });
  desk.demo = { ...desk.demo, people: desk.demo.people.map(rename), garments: desk.demo.garments.map(rename) };
  await desk.reword();
  expect(desk.state.person?.name).toMatch(/ zh$/);
  expect(desk.state.look[0]).toMatchObject({ alt: 'zh', tucked: true });
});
