/** The page at `/`. */
import './page.css';
import '../elements/masthead/masthead.js';
import '../elements/try-on/try-on.js';
import { begin } from '../elements/theme.js';
import { voice } from '../elements/voice.js';

function say(): void {
  const skip = document.querySelector('[data-say=skip]');
  if (skip) skip.textContent = voice.messages.masthead.skip;
  document.title = `Vitrine · ${voice.messages.masthead.tagline}`;
}

begin();
voice.addEventListener('change', say);
voice.announce();
