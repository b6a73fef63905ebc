import type { ToFrame, ToPage } from '../../shop/messages.js';

const SHEET = `
  :host { display: block; inline-size: 100%; max-inline-size: var(--vt-max-width, none); margin-inline: auto; }
  :host([hidden]) { display: none; }
  iframe { display: block; inline-size: 100%; border: var(--vt-border, none); border-radius: var(--vt-radius, 0); color-scheme: normal; }
`;

/** Height until the frame has told its own, in pixels: about that of the phone layout's first screen. */
const FIRST_HEIGHT = 900;

/**
 * @summary Virtual try-on on a shop's own page, in a frame from the try-on server: the page's scripts never see the
 * shopper's photo.
 * @event vt-ready - The fitting room is open.
 * @event vt-plain - The product cannot be tried on: the element has hidden itself, the page shows its own pictures.
 * @event vt-result - A result is on the stage; detail {job, width, height, warnings, checks, garments, sizes}.
 * @event vt-error - Something did not work; detail {code, text}.
 * @csspart frame - The frame.
 * @cssproperty --vt-max-width - Greatest width of the element; none by default.
 * @cssproperty --vt-border - Border of the frame; none by default.
 * @cssproperty --vt-radius - Corners of the frame; 0 by default.
 */
export class VitrineTryOn extends HTMLElement {
  /**
   * publishable-key: the shop's publishable key. product: the number of a product that the server knows. size:
   * the size of it that is worn, as its size chart names it. garment:
   * address of a product picture to wear, of this page's origin or open to it by CORS. garment-name: its name. language:
   * "zh" or "en", else the browser's. theme: "light" or "dark", else the device's. label: the frame's name for screen
   * readers.
   */
  static readonly observedAttributes = [
    'publishable-key',
    'product',
    'size',
    'garment',
    'garment-name',
    'language',
    'theme',
    'label',
  ];
  /** Origin of the try-on server: where this script came from. */
  static server = '';
  readonly #frame = document.createElement('iframe');
  #open = false;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.#frame.setAttribute('part', 'frame');
    this.#frame.allow = 'camera; clipboard-write; web-share';
    this.#frame.height = String(FIRST_HEIGHT);
    this.#frame.addEventListener('load', () => this.#hello());
    root.append(this.#frame);
  }

  connectedCallback(): void {
    window.addEventListener('message', this.#hear);
    this.#frame.title = this.getAttribute('label') ?? 'Vitrine';
    this.#load();
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#hear);
    this.#open = false;
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    if (name === 'publishable-key') this.#load();
    else if (name === 'garment') void this.#wear();
    else if (name === 'product' || name === 'size') this.#offer();
    else if (name === 'label') this.#frame.title = this.getAttribute('label') ?? 'Vitrine';
    else if (name !== 'garment-name') this.#hello();
  }

  #load(): void {
    this.#open = false;
    const key = encodeURIComponent(this.getAttribute('publishable-key') ?? '');
    this.#frame.src = `${VitrineTryOn.server}/frame?key=${key}`;
  }

  #tell(message: ToFrame): void {
    this.#frame.contentWindow?.postMessage(message, VitrineTryOn.server);
  }

  #hello(): void {
    const [language, theme] = [this.getAttribute('language') ?? '', this.getAttribute('theme') ?? ''];
    if (this.#frame.src) this.#tell({ type: 'vt-hello', language, theme, path: window.location.pathname });
  }

  readonly #hear = (event: MessageEvent<ToPage>) => {
    if (event.origin !== VitrineTryOn.server || event.source !== this.#frame.contentWindow) return;
    const message = event.data;
    if (message?.type === 'vt-size') this.#frame.height = String(Math.ceil(Number(message.height)) || FIRST_HEIGHT);
    if (message?.type === 'vt-plain') {
      this.hidden = true;
      this.#emit('vt-plain', null);
    }
    if (message?.type === 'vt-event') this.#emit(message.name, message.detail);
    if (message?.type === 'vt-ready' && !this.#open) {
      this.#open = true;
      this.#emit('vt-ready', null);
      this.#offer();
      void this.#wear();
    }
  };

  #offer(): void {
    const number = this.getAttribute('product');
    if (!number || !this.#open) return;
    this.hidden = false;
    this.#tell({ type: 'vt-product', number, size: this.getAttribute('size') ?? '' });
  }

  /** Fetched here, where the picture is of the page's own origin, and handed to the frame. */
  async #wear(): Promise<void> {
    const address = this.getAttribute('garment');
    if (!address || !this.#open) return;
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(String(response.status));
      const picture = await response.blob();
      this.#tell({ type: 'vt-garment', picture, name: this.getAttribute('garment-name') ?? '' });
    } catch {
      this.#emit('vt-error', {
        code: 'garment-not-loaded',
        text: `The garment's picture could not be loaded: ${address}`,
      });
    }
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
