import { expect, test } from 'vitest';
import { heard, inside, render } from '../../tests/render.js';
import { VtConfirm } from './confirm.js';

test('yes is told, no is not; both close', async () => {
  const element = await render(new VtConfirm(), { heading: 'Delete?', text: 'All of it.', go: 'Delete now' });
  const events = heard(element, 'vt-confirmed');
  const dialog = inside<HTMLDialogElement>(element, 'dialog');
  const [no, yes] = [...dialog.querySelectorAll('button')];
  element.show();
  expect(dialog.open).toBe(true);
  no?.click();
  expect(dialog.open).toBe(false);
  expect(events).toEqual([]);
  element.show();
  yes?.click();
  expect(dialog.open).toBe(false);
  expect(events.length).toBe(1);
});
