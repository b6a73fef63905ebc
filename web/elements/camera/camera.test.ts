import { afterEach, expect, test, vi } from 'vitest';
import { inside, render } from '../../tests/render.js';
import { VtCamera } from './camera.js';

afterEach(() => vi.unstubAllGlobals());

async function opened(mediaDevices: unknown): Promise<VtCamera> {
  vi.stubGlobal('navigator', { ...navigator, mediaDevices });
  const element = await render(new VtCamera());
  await element.show();
  await element.updateComplete;
  return element;
}

const fails = (name: string) => ({ getUserMedia: () => Promise.reject(new DOMException('no', name)) });
const message = (element: VtCamera) => inside(element, '.message').textContent;

test('a camera that is not allowed, not there, or not given to this page: each says what to do', async () => {
  expect(message(await opened(fails('NotAllowedError')))).toContain('not allowed');
  expect(message(await opened(fails('NotFoundError')))).toContain('No camera');
  vi.stubGlobal('isSecureContext', false);
  expect(message(await opened(undefined))).toContain('https');
});
