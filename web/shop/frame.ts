/** Our side of the element on a foreign page: the fitting room in a frame, talking to the page that opened it. */
import './page.css';
import '../elements/masthead/masthead.js';
import '../elements/try-on/try-on.js';
import { speak } from '../core/i18n/index.js';
import { begin, wear } from '../elements/theme.js';
import { VtTryOn } from '../elements/try-on/try-on.js';
import { voice } from '../elements/voice.js';
import type { ToFrame, ToPage } from './messages.js';

/**
 * The page's origin, learned from its first message. The server lets only the key's own origins frame this page
 * (`frame-ancestors`), so whoever the parent window is, it is one of them; nothing is sent before it has spoken.
 */
let page: string | null = null;
/** Whether the shop was told where its element stands. */
let greeted = false;

function tell(message: ToPage): void {
  if (page) window.parent.postMessage(message, page);
}

function hear(event: MessageEvent<ToFrame>): void {
  if (event.source !== window.parent || (page && event.origin !== page)) return;
  const message = event.data;
  if (message?.type === 'vt-hello') {
    page = event.origin;
    if (message.theme === 'light' || message.theme === 'dark') wear(message.theme, false);
    if (message.language) voice.choose(speak([message.language]), false);
    if (!greeted && room.publishableKey) {
      greeted = true;
      void room.api.seen(room.publishableKey, event.origin + String(message.path)).catch(() => {});
    }
    tell({ type: 'vt-ready' });
    tell({ type: 'vt-size', height: document.documentElement.offsetHeight });
  }
  if (message?.type === 'vt-product' && page) void wearProduct(String(message.number), String(message.size ?? ''));
  if (message?.type === 'vt-garment' && message.picture instanceof Blob && page) {
    const { picture, name } = message;
    void room.opened.then(() => room.desk.offer(picture, String(name) || undefined));
  }
}

/** A product that is not offered leaves its page as it would be without us. */
async function wearProduct(number: string, size: string): Promise<void> {
  await room.opened;
  const offered = await room.desk.product(number, size).catch(() => true);
  if (!offered) tell({ type: 'vt-plain' });
}

begin();
voice.announce();

const room = new VtTryOn();
room.embedded = true;
room.publishableKey = new URLSearchParams(window.location.search).get('key') ?? '';
for (const name of ['vt-result', 'vt-error'] as const) {
  room.addEventListener(name, (event) => tell({ type: 'vt-event', name, detail: (event as CustomEvent).detail }));
}
const masthead = document.createElement('vt-masthead');
masthead.setAttribute('compact', '');
const header = document.createElement('header');
header.append(masthead);
const main = document.createElement('main');
main.append(room);
document.body.append(header, main);

window.addEventListener('message', hear);
new ResizeObserver(() => tell({ type: 'vt-size', height: document.documentElement.offsetHeight })).observe(
  document.body,
);
