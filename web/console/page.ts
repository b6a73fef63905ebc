/** The page at `/console`. */
import '../shop/page.css';
import './shell/console.js';
import { begin } from '../elements/theme.js';
import { voice } from '../elements/voice.js';
import { WORDS } from './i18n/index.js';

const skip = document.querySelector<HTMLAnchorElement>('.skip');

function say(): void {
  const words = WORDS[voice.language].skip;
  if (skip) skip.textContent = words;
  skip?.parentElement?.setAttribute('aria-label', words);
}

// The address behind `#` is the console's own: the link moves the focus by itself.
skip?.addEventListener('click', (event) => {
  event.preventDefault();
  document.querySelector<HTMLElement>('vc-console')?.focus();
});

begin();
voice.addEventListener('change', say);
voice.announce();
