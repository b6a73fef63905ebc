/** The page at `/console`. */
import '../shop/page.css';
import './shell/console.js';
import { begin } from '../elements/theme.js';
import { voice } from '../elements/voice.js';

begin();
voice.announce();
