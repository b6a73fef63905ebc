import { beforeEach, expect, test, vi } from 'vitest';
import { heard } from '../../tests/render.js';
import { VitrineTryOn } from './vitrine-try-on.js';

VitrineTryOn.server = 'https://tryon.example';
customElements.define('vitrine-try-on', VitrineTryOn);

let element: VitrineTryOn;
let frame: HTMLIFrameElement;
const told: [unknown, string][] = [];
const inner = { postMessage: (message: unknown, origin: string) => void told.push([message, origin]) };

function says(data: unknown, origin = 'https://tryon.example', source: unknown = inner): void {
  window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));
}

beforeEach(() => {
  told.length = 0;
  element = new VitrineTryOn();
  element.setAttribute('publishable-key', 'pk_a&b');
  frame = element.shadowRoot?.querySelector('iframe') as HTMLIFrameElement;
  // No network in these tests: the frame's address is read, not loaded.
  Object.defineProperty(frame, 'src', { value: '', writable: true });
  Object.defineProperty(frame, 'contentWindow', { value: inner });
  document.body.replaceChildren(element);
});

test('the frame is ours, with the key, and may use the camera', () => {
  expect(frame.src).toBe('https://tryon.example/frame?key=pk_a%26b');
  expect(frame.allow).toContain('camera');
  expect(frame.title).toBe('Vitrine');
});

test('it is spoken to by its own origin only, with language and theme', () => {
  element.setAttribute('language', 'zh');
  expect(told).toEqual([
    [{ type: 'vt-hello', language: 'zh', theme: '', path: window.location.pathname }, 'https://tryon.example'],
  ]);
});

test('only the frame of that origin is heard', () => {
  const events = heard(element, 'vt-result');
  const message = { type: 'vt-event', name: 'vt-result', detail: { job: 'a' } };
  says(message, 'https://evil.example');
  says(message, 'https://tryon.example', window);
  expect(events).toEqual([]);
  says(message);
  expect(events).toEqual([['vt-result', { job: 'a' }]]);
});

test('the frame grows with its content', () => {
  says({ type: 'vt-size', height: 1234.4 });
  expect(frame.height).toBe('1235');
});

test('the garment is fetched by the page itself and handed over once the frame is ready', async () => {
  const picture = new Blob(['tee'], { type: 'image/jpeg' });
  vi.stubGlobal('fetch', async () => new Response(picture));
  element.setAttribute('garment', '/tee.jpg');
  element.setAttribute('garment-name', 'Tee');
  expect(told).toEqual([]);
  says({ type: 'vt-ready' });
  await vi.waitFor(() => expect(told[0]?.[0]).toMatchObject({ type: 'vt-garment', name: 'Tee' }));
  expect(told[0]?.[1]).toBe('https://tryon.example');
});

test('a garment that cannot be fetched is told', async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }));
  const events = heard(element, 'vt-error', 'vt-ready');
  element.setAttribute('garment', '/gone.jpg');
  says({ type: 'vt-ready' });
  await vi.waitFor(() => expect(events.map(([name]) => name)).toEqual(['vt-ready', 'vt-error']));
});

test('a product is named once the frame is ready; one that is not offered hides the element', () => {
  element.setAttribute('product', 'tee-017');
  expect(told).toEqual([]);
  says({ type: 'vt-ready' });
  expect(told.map(([message]) => message)).toEqual([{ type: 'vt-product', number: 'tee-017', size: '' }]);
  const events = heard(element, 'vt-plain');
  says({ type: 'vt-plain' });
  expect([element.hidden, events.length]).toEqual([true, 1]);
  element.setAttribute('product', 'tee-018');
  expect(element.hidden).toBe(false);
});
