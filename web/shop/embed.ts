/** The one script of a merchant's page: defines <vitrine-try-on>, served by the server that this script comes from. */
import { VitrineTryOn } from '../elements/vitrine-try-on/vitrine-try-on.js';

const script = document.currentScript as HTMLScriptElement | null;
VitrineTryOn.server = new URL(script?.src ?? '', window.location.href).origin;
if (!customElements.get('vitrine-try-on')) customElements.define('vitrine-try-on', VitrineTryOn);
